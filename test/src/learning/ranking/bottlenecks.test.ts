import { describe, expect, it } from 'vitest';
import { compareAtEqualOrders, orderTasks, rankBottlenecks, type Task } from '../../../../src/learning/ranking/index.ts';

const task = (id: string, dependsOn: readonly string[], p10: number, p50: number, p90: number, more: Partial<Task> = {}): Task => ({
  id,
  dependsOn,
  duration: [
    { level: 0.1, hours: p10 },
    { level: 0.5, hours: p50 },
    { level: 0.9, hours: p90 },
  ],
  ...more,
});

describe('the tasks that hold up a close', () => {
  const close = [
    task('bank', [], 1, 2, 3),
    task('intercompany', [], 4, 8, 30),
    task('accruals', ['bank'], 1, 2, 3),
    task('consolidate', ['intercompany', 'accruals'], 2, 3, 4, { due: 15 }),
  ];

  it('the long and uncertain one comes first, what has room to spare last', () => {
    const { tasks, finish } = rankBottlenecks(close);
    expect(tasks[0]?.id).toBe('intercompany');
    expect(tasks[0]?.critical).toBeGreaterThan(0.85);
    expect(tasks.find(({ id }) => id === 'consolidate')?.critical).toBe(1);
    expect(tasks.find(({ id }) => id === 'bank')?.critical).toBeLessThan(0.2);
    expect(finish.p50).toBeLessThanOrEqual(finish.p80);
    expect(finish.p80).toBeLessThanOrEqual(finish.p95);
    const late = tasks.find(({ id }) => id === 'consolidate')?.late ?? 0;
    expect(late).toBeGreaterThan(0.2);
    expect(late).toBeLessThan(0.5);
  });

  it('a chain of certain tasks ends when their hours say, all critical, none to blame', () => {
    const { tasks, finish } = rankBottlenecks([task('a', [], 2, 2, 2), task('b', ['a'], 3, 3, 3)], { draws: 50 });
    expect(finish).toEqual({ mean: 5, p50: 5, p80: 5, p95: 5 });
    expect(tasks).toEqual([
      { id: 'a', critical: 1, delay: 0, late: null },
      { id: 'b', critical: 1, delay: 0, late: null },
    ]);
  });

  it('what is done holds nothing up', () => {
    const { tasks } = rankBottlenecks(close.map((each) => (each.id === 'intercompany' ? { ...each, done: true } : each)));
    expect(tasks.map(({ id }) => id)).not.toContain('intercompany');
    expect(tasks.find(({ id }) => id === 'bank')?.critical).toBe(1);
  });

  it('is the same for the same seed', () => {
    expect(rankBottlenecks(close, { seed: 5 })).toEqual(rankBottlenecks(close, { seed: 5 }));
  });

  it('a circle is refused with the names of its tasks, and so are strangers and doubles', () => {
    const round = [
      task('start', [], 1, 1, 1),
      task('a', ['c', 'start'], 1, 1, 1),
      task('b', ['a'], 1, 1, 1),
      task('c', ['b'], 1, 1, 1),
      task('d', ['c'], 1, 1, 1),
    ];
    expect(() => rankBottlenecks(round)).toThrow('These tasks wait for one another: a → b → c → a');
    expect(() => orderTasks([task('a', ['z'], 1, 1, 1)])).toThrow('Task a depends on z, which is not in the list');
    expect(() => orderTasks([task('a', [], 1, 1, 1), task('a', [], 1, 1, 1)])).toThrow('These tasks are listed twice: a');
    expect(() => rankBottlenecks([task('a', [], 5, 1, 1)])).toThrow(expect.objectContaining({ field: 'duration' }));
    expect(() => rankBottlenecks([{ id: 'a', dependsOn: [], duration: [] }])).toThrow(expect.objectContaining({ field: 'duration' }));
  });

  it('nothing to do is done', () => {
    expect(rankBottlenecks([], { draws: 5 })).toEqual({ tasks: [], finish: { mean: 0, p50: 0, p80: 0, p95: 0 } });
  });
});

describe('alerts at equal work orders', () => {
  const given = {
    scores: Float64Array.from([0.9, 0.1, 0.8, Number.NaN, 0.2]),
    wear: Float64Array.from([10, 220, 30, 210, 5]),
    failed: Float64Array.from([1, 0, 1, 1, 0]),
  };

  it('counts what as many orders catch by score and by wear', () => {
    expect(compareAtEqualOrders({ ...given, replaceAt: 200 })).toEqual({
      orders: 2,
      failures: 3,
      caughtByScore: 2,
      caughtByCalendar: 1,
      ratio: 2,
    });
    expect(compareAtEqualOrders({ ...given, orders: 1 })).toMatchObject({ caughtByScore: 1, caughtByCalendar: 0, ratio: null });
  });

  it('refuses lengths that differ, and both or neither way to count orders', () => {
    expect(() => compareAtEqualOrders({ ...given, wear: new Float64Array(1), orders: 1 })).toThrow(
      expect.objectContaining({ code: 'input.invalid' }),
    );
    expect(() => compareAtEqualOrders(given)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    expect(() => compareAtEqualOrders({ ...given, orders: 1, replaceAt: 2 })).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});
