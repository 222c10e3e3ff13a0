// Runs every peer script of this folder, one after the other; fails when one of them does.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const scripts = readdirSync(here)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  .toSorted();
let failed = 0;
for (const script of scripts) {
  console.log(`\n${script}`);
  // From the project's folder, so that its own TypeScript runner is found.
  const { status } = spawnSync(process.execPath, ['--conditions=source', '--import', 'tsx', join(here, script)], {
    stdio: 'inherit',
    cwd: root,
    // Read when LangChain loads: callbacks in the background lose tokens, and nothing is traced to anybody.
    env: { ...process.env, LANGCHAIN_CALLBACKS_BACKGROUND: 'false', LANGSMITH_TRACING: 'false' },
  });
  if (status !== 0) failed += 1;
}
console.log(failed === 0 ? '\nevery peer agrees' : `\n${failed} of ${scripts.length} peer scripts failed`);
process.exit(failed === 0 ? 0 : 1);
