import { beforeAll, describe, expect, it } from 'vitest';
import { runTau2, tau2Lines, tau2Passed, type Tau2Report } from '../../../evals/bench/tau2/index.ts';
import { isWrite } from '../../../evals/bench/tau2/replay.ts';
import { pace } from '../../support/pace.ts';
import { outsideData } from './outside-data.ts';

const data = outsideData('tau2-retail') ?? '';

describe.skipIf(data === '')('golden trajectories of tau2-bench retail', () => {
  let report: Tau2Report;
  let slower = 1;
  beforeAll(async () => {
    // What else the machine does comes and goes.
    slower = pace();
    report = await runTau2({ data });
    slower = Math.max(slower, pace());
  }, 600_000);

  it('every one ends with exactly the record changes and refusals of the reference', () => {
    expect(report.replayed.failed).toEqual([]);
    expect(report).toMatchObject({ total: 74, calls: 365, writes: 120, replayed: { passed: 74 } });
  });

  it('every change has the yes of a person on record; what the reference refuses nobody is asked about', () => {
    expect(report.approvals).toBe(119);
  });

  it('nothing changes where a person says no', () => {
    expect(report.denied).toEqual({ changed: 0, failed: [] });
  });

  it('a write asked for twice changes nothing more', () => {
    expect(report.doubled.failed).toEqual([]);
    expect(report.doubled.passed).toBe(74);
  });

  it('a process that dies while a change waits and again on its way leaves what an uninterrupted one leaves', () => {
    expect(report.killed.failed).toEqual([]);
    expect(report.killed.kills).toBe(2 * 119);
  });

  it('no call about a customer is answered in the name of another', () => {
    expect(report.otherCustomer.failed).toEqual([]);
    expect(report.otherCustomer.calls).toBeGreaterThan(250);
    expect(report.otherCustomer.allowed).toBe(0);
  });

  it('says so in sentences', () => {
    expect(tau2Passed(report)).toBe(true);
    expect(tau2Lines(report)[0]).toContain('74 of 74 trajectories end as the reference');
  });

  it('all replays together take seconds, not minutes', () => {
    expect(report.replayed.seconds).toBeLessThan(2 * 3 * slower);
  });
});

describe.skipIf(data === '')('the comparison can fail', () => {
  const passes = { plainOnly: true } as const;

  it('without its last write only the trajectories pass that change nothing, or undo what they did', async () => {
    const { replayed, total } = await runTau2({
      data,
      ...passes,
      spoil: (golden) => {
        const last = golden.actions.findLastIndex(([tool]) => isWrite(tool));
        const kept = golden.actions.map((_, at) => at !== last);
        return {
          ...golden,
          actions: golden.actions.filter((_, at) => kept[at]),
          ...(golden.obs ? { obs: golden.obs.filter((_, at) => kept[at]) } : {}),
        };
      },
    });
    expect(replayed.passed).toBeLessThan(total / 4);
    expect(replayed.failed[0]?.differences[0]).toMatchObject({ actual: expect.any(String), expected: expect.any(String) });
  });

  it('with another payment method of the same customer tasks fail that name one', async () => {
    const { replayed, total } = await runTau2({
      data,
      ...passes,
      spoil: (golden, { file }) => ({
        ...golden,
        actions: golden.actions.map(([tool, input]) => {
          const { payment_method_id: id } = input;
          const owner = Object.values(file.users).find(({ payment_methods: methods }) => typeof id === 'string' && id in methods);
          const other = Object.keys(owner?.payment_methods ?? {}).find((each) => each !== id);
          return [tool, typeof id === 'string' && other !== undefined ? { ...input, payment_method_id: other } : input];
        }),
      }),
    });
    expect(replayed.passed).toBeLessThan(total - 10);
  });
});
