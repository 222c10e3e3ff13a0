import { describe, expect, it } from 'vitest';
import { judge, median, verdictLines } from '../../bench/claim.ts';
import { inLanes, measure, type Sample } from '../../bench/contestant.ts';
import { ratio, runsPerSecond } from '../../bench/rounds.ts';
import { runs } from '../../bench/runs/index.ts';

const goals = [
  { key: 'speed', atLeast: 2, says: '' },
  { key: 'bytes', atMost: 0.3, says: '' },
  { key: 'told', says: '' },
];
const sample = (wallMs: number): Sample => ({ runs: 100, wallMs, cpuMs: 1, writtenBytes: undefined, heapMb: undefined });

describe('a goal', () => {
  it.each([
    [{ speed: 2, bytes: 0.3, told: 99 }, [true, true, true]],
    [{ speed: 1.99, bytes: 0.31, told: 0 }, [false, false, true]],
    [{ speed: Number.NaN, told: 1 }, [false, false, true]],
  ])('is met by the figure it names or not at all: %o', (figures, met) => {
    const verdicts = judge(goals, figures);
    expect(verdicts.map((verdict) => verdict.isMet)).toEqual(met);
    expect(verdictLines(verdicts).filter((line) => line.startsWith('SHORT'))).toHaveLength(met.filter((each) => !each).length);
  });
});

describe('a gate beside a goal', () => {
  it.each([
    [{ ratio: 5, ms: 10 }, [true, true], [true, true]],
    [{ ratio: 4.9, ms: 11 }, [false, false], [true, true]],
    [{ ratio: 1.9, ms: 41 }, [false, false], [false, false]],
    [{}, [false, false], [false, false]],
  ])('fails a check later than the goal says short: %o', (figures, met, held) => {
    const gated = [
      { key: 'ratio', atLeast: 5, gate: 2, says: '' },
      { key: 'ms', atMost: 10, gate: 40, says: '' },
    ];
    const verdicts = judge(gated, figures);
    expect(verdicts.map(({ isMet }) => isMet)).toEqual(met);
    expect(verdicts.map(({ isHeld }) => isHeld)).toEqual(held);
  });
});

describe('a comparison', () => {
  it('compares within a round, so a slow minute that hits both sides changes nothing', () => {
    const ours = [100, 1000, 110].map(sample);
    const theirs = [200, 2000, 220].map(sample);
    expect(ratio(ours, theirs, runsPerSecond)).toBe(2);
  });

  it('takes the middle, of an even number too', () => {
    expect(median([9, 1, 2])).toBe(2);
    expect(median([1, 2, 3, 100])).toBe(2.5);
  });

  it('fails a contestant that did not do its work, whatever its time', async () => {
    const lazy = { round: async () => Promise.reject(new Error('the writes of a run are missing')), close: () => undefined };
    await expect(measure(lazy, 1, false)).rejects.toThrow('missing');
  });

  it('keeps as many at work as it says and leaves none out', async () => {
    const done = new Set<number>();
    let working = 0;
    let most = 0;
    await inLanes(50, 16, async (n) => {
      working += 1;
      most = Math.max(most, working);
      await new Promise((resolve) => setImmediate(resolve));
      working -= 1;
      done.add(n);
    });
    expect(most).toBe(16);
    expect(done.size).toBe(50);
  });
});

it('the bench of runs gates what the product promises', () => {
  const gated = runs.goals.filter((goal) => goal.atLeast !== undefined || goal.atMost !== undefined).map((goal) => goal.key);
  expect(gated).toEqual([
    'same_graph_vs_stock',
    'bytes_vs_stock',
    'cpu_vs_no_checkpointer',
    'resume_cpu_vs_run',
    'shipped_flow_vs_stock',
    'heap_growth_mb',
  ]);
});
