import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { accept } from '../../src/events/intake.ts';
import { createSmtp } from '../../src/connectors/smtp/index.ts';
import { silentLog } from '../../src/contracts/log.ts';
import { fixedClock } from '../../src/testing/index.ts';
import { delayed, shipped, tell } from '../support/flow-rig.ts';
import { memorySystems } from '../support/order-company.ts';
import { openRig, type Rig } from '../support/rig.ts';

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const each of open.splice(0).toReversed()) each.close();
});

async function desk(isRead = true) {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-digest-'));
  open.push({ close: () => rmSync(folder, { recursive: true, force: true }) });
  const clock = fixedClock();
  const data = delayed();
  const mail = createSmtp({
    name: 'mail',
    config: { from: 'countersign@example.com', lists: { digest: ['carl@example.com'] }, folder },
    deps: { clock, log: silentLog },
  });
  const rig = await openRig({
    clock,
    connections: new Map([...Object.entries(memorySystems(data)), ['mail', mail]]),
    ...(isRead ? { config: { channels: { digest: { kind: 'mail' } } } } : {}),
  });
  open.push(rig);
  return { rig, data, mails: () => readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')) };
}

async function due(rig: Rig, minute: string): Promise<void> {
  const record = { connection: 'schedule', type: 'Digest', id: minute };
  await accept(
    rig.core.intake,
    { source: 'schedule:daily-digest', sourceId: minute, type: 'digest.due', record, hint: {} },
    'system',
    undefined,
  );
  await rig.core.worker.drain();
}

it('once a day people read what waits, what went wrong and what was written the day before, and no name of anybody', async () => {
  const { rig, data, mails } = await desk();
  await tell(rig);
  Object.assign(data, { orders: shipped().orders, deliveries: shipped().deliveries });
  await tell(rig);
  data.opportunities = [];
  await tell(rig);
  await due(rig, '2024-05-18T05:00');
  const [mail, ...others] = mails();
  expect(others).toEqual([]);
  expect(mail).toContain('To: <carl@example.com>');
  expect(mail).toContain('Subject: Countersign, 2024-05-17');
  expect(mail).toContain('Approvals waiting: ');
  expect(mail).toContain('Open exceptions: 1');
  expect(mail).toMatch(/Writes on 2024-05-17:\r\n- applied: \d+/);
  for (const name of ['Harbour', 'Sommerfeld', 'Brinkmann', 'PERSON_']) expect(mail).not.toContain(name);
  // The same morning again, told by another process or after a crash, is the same digest.
  await due(rig, '2024-05-18T05:00');
  expect(mails()).toHaveLength(1);
  const proposals = await rig.storage.audit.list({ action: 'proposal.made', limit: 50 });
  expect(JSON.stringify(proposals)).not.toContain('carl@example.com');
});

it('a person may ask for the digest of a day', async () => {
  const { rig, mails } = await desk();
  const ada = { id: 'person:ada', name: 'Ada', roles: ['admin'] };
  await rig.services.runs.start('daily-digest', '2024-05-16', ada);
  await rig.services.runs.start('daily-digest', 'yesterday', ada);
  await rig.core.worker.drain();
  expect(mails()).toMatchObject([expect.stringContaining('Writes on 2024-05-16: none')]);
  expect((await rig.services.exceptions.list({ limit: 5 }, ada)).items).toMatchObject([{ code: 'input.invalid' }]);
});

it('where nobody reads it none is made', async () => {
  const { rig, mails } = await desk(false);
  await due(rig, '2024-05-18T05:00');
  expect(mails()).toEqual([]);
  expect((await rig.storage.runs.list({ workflow: 'daily-digest', limit: 1 }))[0]?.outcome).toBe('nobody reads a digest');
});
