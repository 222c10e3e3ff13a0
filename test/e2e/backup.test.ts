import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { localCommands } from '../../src/app/local-commands.ts';
import { up } from '../../src/app/up.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const terminal = { out: () => undefined, error: () => undefined, isInteractive: false, columns: 100 };
const commands = localCommands(terminal);

function installation(name: string): { config: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), `countersign-${name}-`));
  folders.push(folder);
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'countersign.config.yaml');
  writeFileSync(config, 'dataDir: data\nkeyDir: keys\nhttp: { port: 0 }\ntelemetry: { level: silent }\n');
  return { config, folder };
}

// What these routes answer, as far as this test looks.
type Answer = { items: { id: string; runId: string; proposalHash: string }[]; writes: unknown; run: { outcome?: string } };

async function call(url: string, path: string, key: string, body?: object): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return (await response.json()) as Answer;
}

async function waitFor<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 100; i += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not happen within ten seconds');
}

describe('backup and restore', () => {
  it('a backup taken while the server runs restores to an installation where the waiting approval can be decided and applied', async () => {
    const here = installation('here');
    const abort = new AbortController();
    const started = await up({ config: here.config, signal: abort.signal }, terminal, () => undefined);
    await waitFor(async () => (await call(started.url, '/v1/approvals?status=waiting', 'csk_sandbox_carl')).items[0]);
    const to = join(here.folder, 'backup');
    expect((await commands.backup({ config: here.config, to }, () => undefined)).files.map((file) => file.name)).toEqual([
      'checkpoints.db',
      'models.db',
      'main.db',
      'vault.db',
      'sandbox/sandbox.db',
    ]);
    await expect(up({ config: here.config, signal: abort.signal }, terminal, () => undefined)).rejects.toMatchObject({
      code: 'config.locked',
    });
    abort.abort();
    await started.stopped;

    const there = installation('there');
    await commands.restore({ config: there.config, from: to }, () => undefined);
    await expect(commands.restore({ config: there.config, from: to }, () => undefined)).rejects.toMatchObject({ code: 'input.invalid' });
    const again = new AbortController();
    const restored = await up({ config: there.config, signal: again.signal }, terminal, () => undefined);
    const approval = await waitFor(async () => (await call(restored.url, '/v1/approvals?status=waiting', 'csk_sandbox_carl')).items[0]);
    const seen = await call(restored.url, `/v1/approvals/${approval.id}`, 'csk_sandbox_carl');
    expect(JSON.stringify(seen.writes)).not.toMatch(/<PERSON_\d+>/);
    await call(restored.url, `/v1/approvals/${approval.id}`, 'csk_sandbox_carl', { verdict: 'approve', hash: approval.proposalHash });
    await waitFor(async () =>
      (await call(restored.url, `/v1/journal/${approval.runId}`, 'csk_sandbox_carl')).run.outcome === 'applied' ? true : undefined,
    );
    again.abort();
    await restored.stopped;
    expect((await commands.verifyAudit({ config: there.config })).breaks).toEqual([]);
  }, 60_000);
});
