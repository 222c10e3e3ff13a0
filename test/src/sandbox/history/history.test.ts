import { describe, expect, it } from 'vitest';
import type { LabelledMoment, Observation } from '../../../../src/contracts/models.ts';
import { domains } from '../../../../src/sandbox/history/domains.ts';
import { sandboxHistory } from '../../../../src/sandbox/history/index.ts';

const today = '2026-01-15T08:00:00.000Z';
const dayMs = 86_400_000;
const history = sandboxHistory({ seed: 3, today });

async function collected<T>(records: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const record of records) all.push(record);
  return all;
}
const knownAt = ({ at, knownAt: known }: Observation): string => known ?? at;
const isSorted = (texts: readonly string[]): boolean => texts.every((text, at) => at === 0 || (texts[at - 1] ?? '') <= text);

describe.each(Object.keys(domains))('the history of %s', (model) => {
  it('holds what had happened and was known by today, and no outcome that is still to come', async () => {
    const observations = await collected(history.observations(model, {}));
    const moments = await collected(history.moments(model, {}));
    expect(observations.every((each) => knownAt(each) <= today && each.at <= today)).toBe(true);
    expect(moments.every(({ outcomeAt, asOf }) => outcomeAt <= today && asOf < outcomeAt)).toBe(true);
    const oldest = new Date(Date.parse(today) - 1095 * dayMs).toISOString();
    expect(moments.every(({ asOf }) => asOf >= oldest)).toBe(true);
    expect(await history.count(model)).toBe(observations.length + moments.length);
  });

  it('comes in the order in which it became known, and from a moment on', async () => {
    const observations = await collected(history.observations(model, {}));
    const moments = await collected(history.moments(model, {}));
    expect(isSorted(observations.map(knownAt))).toBe(true);
    expect(isSorted(moments.map(({ outcomeAt }) => outcomeAt))).toBe(true);
    const since = '2025-06-01T00:00:00.000Z';
    expect(await collected(history.observations(model, { since }))).toEqual(observations.filter((each) => knownAt(each) >= since));
    expect(await collected(history.moments(model, { since }))).toEqual(moments.filter(({ outcomeAt }) => outcomeAt >= since));
  });

  it('is the same for the same seed and day, and another for another seed', async () => {
    const [again, other] = [sandboxHistory({ seed: 3, today }), sandboxHistory({ seed: 4, today })];
    const text = async (of: typeof history): Promise<string> => JSON.stringify(await collected(of.moments(model, {})));
    const first = await text(history);
    expect(await text(again)).toBe(first);
    expect(await text(other)).not.toBe(first);
  });

  it('answers for a record with what it links to, as of a moment', async () => {
    const moment: LabelledMoment | undefined = (await collected(history.moments(model, {}))).at(-1);
    const found = await history.of(model, moment?.entity ?? '', moment?.asOf ?? today);
    expect(found?.links).toEqual(moment?.links ?? {});
    expect(found?.observations.length).toBeGreaterThan(0);
    expect(found?.observations.every((each) => knownAt(each) <= (moment?.asOf ?? ''))).toBe(true);
    const whose = new Set([moment?.entity, ...Object.values(moment?.links ?? {})]);
    expect(found?.observations.every(({ entity }) => whose.has(entity))).toBe(true);
    expect(await history.of(model, 'nothing:0', today)).toBeUndefined();
  });
});

describe('a history', () => {
  it('of a model it does not know is empty', async () => {
    expect(await history.count('constructor')).toBeUndefined();
    expect(await collected(history.observations('no-such-model', {}))).toEqual([]);
    expect(await history.of('no-such-model', 'invoice:1', today)).toBeUndefined();
  });

  it('stops when its reader is told to', async () => {
    await expect(collected(history.observations('late-payment', { signal: AbortSignal.abort() }))).rejects.toThrow(/abort/i);
  });

  it('tells signals from outside later than the period they speak of', async () => {
    const signals = (await collected(history.observations('late-payment', {}))).filter(({ entity }) => entity === 'signal:payment-index');
    expect(signals.length).toBeGreaterThan(30);
    expect(signals.every((each) => knownAt(each) > each.at)).toBe(true);
  });
});
