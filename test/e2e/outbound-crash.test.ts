import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { toldActions } from '../../src/contracts/outbound.ts';
import { closeRigsAfterEach, rigOver, shipped, tell } from '../support/flow-rig.ts';
import { deliver, runOn, steps, told } from '../support/outbound.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';

closeRigsAfterEach();
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function receiver(...given: Parameters<typeof startReceiver>): Promise<Receiver> {
  const made = await startReceiver(...given);
  open.push(made);
  return made;
}

describe('the outbox and what it tells of', () => {
  it('stand in one transaction: whatever a power cut leaves, both are there or neither', async () => {
    const to = await receiver();
    const { rig } = await rigOver(shipped(), { config: told({ receiver: to }) });
    await tell(rig);
    // Queued and never committed: nothing of it may be told.
    void (await runOn(rig, 'SO-9'))('effect.applied', { step: 'lost' }).catch(() => undefined);
    rig.storage.crash();
    const again = await rig.reopen();
    open.push({ close: async () => again.close() });
    const audited = (await again.storage.audit.list({ limit: 500 })).filter(({ action }) => toldActions.some((each) => each === action));
    const kept = await again.storage.outbox.list({ limit: 500 });
    expect(kept.map(({ eventId }) => eventId).toSorted()).toEqual(audited.map(({ hash }) => `cs-${hash.slice(0, 32)}`).toSorted());
    expect(kept.length).toBeGreaterThan(0);
    await deliver(again);
    expect(steps(to.heard, 'SalesOrder/SO-9')).toEqual([]);
    expect(to.heard).toHaveLength(kept.length);
  });

  it(
    'survive kill -9 at any moment: every step is told, in the order of its record, a repeat with the same id',
    { timeout: 120_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'countersign-outbound-'));
      open.push({ close: async () => rmSync(folder, { recursive: true, force: true }) });
      const to = await receiver();
      const steps = 300;
      const child = (): ChildProcess => {
        const script = join(import.meta.dirname, '../support/outbound-child.ts');
        return spawn(process.execPath, ['--conditions=source', '--import', 'tsx', script, folder, to.host, String(steps)], {
          stdio: 'inherit',
        });
      };
      const ended = (process: ChildProcess): Promise<number | null> => new Promise((resolve) => process.on('exit', resolve));
      for (const kills of [1, 2, 3]) {
        const running = child();
        const end = ended(running);
        const before = to.heard.length;
        while (to.heard.length < before + 20 * kills && running.exitCode === null) await wait(1);
        running.kill('SIGKILL');
        await end;
      }
      expect(await ended(child())).toBe(0);
      const stepOf = ({ event }: Receiver['heard'][number]): number => Number(event.data?.['step']);
      expect(new Set(to.heard.map(stepOf)).size).toBe(steps);
      for (let record = 0; record < 5; record += 1) {
        const firsts = [...new Set(to.heard.filter(({ event }) => event.subject === `SalesOrder/SO-${record}`).map(stepOf))];
        expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
      }
      const ids = new Map(to.heard.map((each) => [stepOf(each), each.event.id]));
      for (const each of to.heard) expect(each.event.id).toBe(ids.get(stepOf(each)));
    },
  );
});
