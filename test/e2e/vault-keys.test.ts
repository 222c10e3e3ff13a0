import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { localCommands } from '../../src/app/local-commands.ts';
import { openRig, type Rig } from '../support/rig.ts';
import { carl, delayed, tell, waiting } from '../support/flow-rig.ts';
import { memorySystems } from '../support/order-company.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const commands = localCommands({ out: () => undefined, error: () => undefined, isInteractive: false, columns: 100 });
const signal = new AbortController().signal;

/** An installation with an approval that waits, closed; the config file that names its folders. */
async function stopped(): Promise<{ folder: string; config: string; name: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-keys-'));
  folders.push(folder);
  const data = delayed();
  const rig = await open(folder);
  await tell(rig);
  rig.storage.close();
  const config = join(folder, 'countersign.config.yaml');
  writeFileSync(config, 'dataDir: data\nkeyDir: keys\ntelemetry: { level: silent }\n');
  return { folder, config, name: data.contacts[0]?.name ?? '' };
}

const open = (folder: string): Promise<Rig> => openRig({ connections: new Map(Object.entries(memorySystems(delayed()))), folder });
const keyIn = (folder: string): string => readFileSync(join(folder, 'keys', 'installation.key'), 'utf8');

async function shownTo(rig: Rig): Promise<string> {
  const [approval] = await waiting(rig);
  return approval ? JSON.stringify(await rig.services.approvals.get(approval.id, carl)) : '';
}

describe('changing the keys of the vault', () => {
  it('a new installation key opens everything the old one did, and the old one nothing', async () => {
    const { folder, config, name } = await stopped();
    const old = keyIn(folder);
    copyFileSync(join(folder, 'keys', 'installation.key'), join(folder, 'old.key'));
    expect(await commands.rotateKey({ config })).toMatchObject({ isResumed: false });
    expect(keyIn(folder)).not.toBe(old);
    const rig = await open(folder);
    expect(await shownTo(rig)).toContain(name);
    rig.storage.close();
    copyFileSync(join(folder, 'old.key'), join(folder, 'keys', 'installation.key'));
    const wrong = await open(folder);
    await expect(shownTo(wrong)).rejects.toMatchObject({ code: 'privacy.vault_unavailable' });
    wrong.storage.close();
  });

  it('killed between the vault and the file, it is finished by the same command', async () => {
    const { folder, config, name } = await stopped();
    copyFileSync(join(folder, 'keys', 'installation.key'), join(folder, 'old.key'));
    await commands.rotateKey({ config });
    copyFileSync(join(folder, 'keys', 'installation.key'), join(folder, 'keys', 'installation.key.next'));
    copyFileSync(join(folder, 'old.key'), join(folder, 'keys', 'installation.key'));
    expect(await commands.rotateKey({ config })).toMatchObject({ isResumed: true });
    const rig = await open(folder);
    expect(await shownTo(rig)).toContain(name);
    rig.storage.close();
  });

  it('killed before the vault was wrapped, the key that lies ready is used', async () => {
    const { folder, config, name } = await stopped();
    const ready = Buffer.alloc(32, 7).toString('base64');
    writeFileSync(join(folder, 'keys', 'installation.key.next'), ready);
    await commands.rotateKey({ config });
    expect(keyIn(folder)).toBe(ready);
    const rig = await open(folder);
    expect(await shownTo(rig)).toContain(name);
    rig.storage.close();
  });

  it('a new data key seals everything again, and the audit log says so', async () => {
    const { folder, config, name } = await stopped();
    const done: object[] = [];
    expect(await commands.rotateDataKey({ config, signal }, (each) => done.push(each))).toMatchObject({ isComplete: true });
    expect(done.length).toBeGreaterThan(0);
    const rig = await open(folder);
    expect(await shownTo(rig)).toContain(name);
    const rows = await rig.storage.audit.list({ after: 0, limit: 1000 });
    expect(rows.at(-1)).toMatchObject({ action: 'vault.key_rotated', body: { key: 'data' } });
    rig.storage.close();
  });

  it('an installation that is not there is said to be missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-none-'));
    folders.push(folder);
    const config = join(folder, 'countersign.config.yaml');
    writeFileSync(config, 'dataDir: data\nkeyDir: keys\n');
    await expect(commands.rotateKey({ config })).rejects.toMatchObject({ code: 'resource.not_found', field: 'dataDir' });
  });
});
