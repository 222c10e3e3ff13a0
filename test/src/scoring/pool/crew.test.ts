import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainBoosting, trainForest, type Crew } from '../../../../src/learning/trees/index.ts';
import { openCrew, type WorkerCrew } from '../../../../src/scoring/pool/index.ts';
import { drawn } from '../../learning/trees/support.ts';

describe('a crew of worker threads', () => {
  let crew: WorkerCrew;
  beforeAll(async () => {
    crew = await openCrew({ size: 2 });
  });
  afterAll(() => crew.close());

  it('boosts the same bytes with one thread and with two', async () => {
    const { table, signal } = drawn(3000, 11, 41, 0.05);
    const target = signal.map((value) => (value > 0.3 ? 1 : 0));
    const text = async (who?: Crew): Promise<string> =>
      JSON.stringify(await trainBoosting(table, target, { objective: 'logistic', trees: 20, maxLeaves: 16 }, who));
    expect(await text(crew)).toBe(await text());
  });

  it('grows the same forest with one thread and with two', async () => {
    const { table, signal } = drawn(600, 7, 42);
    const text = async (who?: Crew): Promise<string> =>
      JSON.stringify((await trainForest(table, signal, { task: 'regression', trees: 5 }, who)).ensemble);
    expect(await text(crew)).toBe(await text());
  });

  it('serves trainings that begin at once one after the other', async () => {
    const { table, signal } = drawn(400, 5, 43);
    const train = (seed: number, who?: Crew): Promise<unknown> =>
      trainBoosting(table, signal, { objective: 'squared', trees: 5, featureFraction: 0.5, seed }, who);
    const together = await Promise.all([1, 2, 3].map((seed) => train(seed, crew)));
    expect(together).toEqual([await train(1), await train(2), await train(3)]);
  });

  it('of fewer features than members still works, a member without work included', async () => {
    const { table, signal } = drawn(200, 1, 44);
    const wide = await openCrew({ size: 3 });
    const options = { objective: 'squared', trees: 3 } as const;
    const trained = await trainBoosting(table, signal, options, wide);
    await wide.close();
    expect(trained).toEqual(await trainBoosting(table, signal, options));
  });

  it('a training that is refused leaves the crew free for the next', async () => {
    const { table, signal } = drawn(200, 3, 45);
    await expect(trainBoosting(table, signal.fill(Number.NaN), { objective: 'squared' }, crew)).rejects.toThrow('target');
    const trained = await trainBoosting(table, signal.fill(1), { objective: 'squared', trees: 2 }, crew);
    expect(trained.rounds).toBe(2);
  });

  it('that is closed fails with a sentence instead of waiting forever', async () => {
    const { table, signal } = drawn(200, 3, 46);
    const closed = await openCrew({ size: 2 });
    await closed.close();
    await expect(trainBoosting(table, signal, { objective: 'squared' }, closed)).rejects.toThrow(
      expect.objectContaining({ code: 'internal' }),
    );
  });
});
