import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { startRig, type Rig, type RigOptions } from './server.ts';

export { call, collect, human, sdks, type Rig } from './server.ts';

const opened: Rig[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const rig of opened.splice(0)) await rig.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A server that really listens, on a database of its own, closed when the test is over. */
export async function openRig(options: RigOptions = {}): Promise<Rig> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'serving-'));
  if (options.folder === undefined) folders.push(folder);
  const rig = await startRig({ ...options, folder });
  opened.push(rig);
  return rig;
}
