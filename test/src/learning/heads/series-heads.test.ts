import { describe, expect, it } from 'vitest';
import type { Example, ModelFeature, ModelValues } from '../../../../src/contracts/models.ts';
import { createRandom } from '../../../../src/learning/core/random.ts';
import { elasticityHead, ElasticityValue, flowsHead, FlowsValue, seriesHead, SeriesValue } from '../../../../src/learning/heads/index.ts';

const features: readonly ModelFeature[] = [];
const example = (values: ModelValues, targets: ModelValues, entity = 'item:1', asOf = '2024-01-01T00:00:00Z'): Example => ({
  entity,
  asOf,
  outcomeAt: '2024-05-01T00:00:00Z',
  values,
  targets,
});
const metricOf = (report: { metrics: readonly { name: string; value: number }[] }, name: string): number =>
  report.metrics.find((each) => each.name === name)?.value ?? Number.NaN;

describe('the head for a series', () => {
  const head = seriesHead({ target: 'ahead', series: 'past', period: 4, horizon: 3 });
  const random = createRandom(1);
  const wave = (length: number, level: number) =>
    Array.from({ length }, (_, at) => level * (1 + 0.01 * at) + ([10, -5, 0, -5][at % 4] ?? 0) + 4 * random.next());
  const rows = Array.from({ length: 24 }, (_, at) => {
    const all = wave(43, 60 + at);
    return example({ past: all.slice(0, 40) }, { ahead: all.slice(40) });
  });

  it('says the next periods with intervals that hold what they say', async () => {
    const { artefact, report } = await head.fit(rows, features, { seed: 1 });
    const { periods } = SeriesValue.parse(head.load(JSON.parse(JSON.stringify(artefact))).score({ past: wave(40, 80) }).value);
    expect(periods.map(({ period }) => period)).toEqual([1, 2, 3]);
    for (const { low95, low, mean, high, high95 } of periods)
      expect([low95, low, mean, high, high95].toSorted((a, b) => a - b)).toEqual([low95, low, mean, high, high95]);
    expect(metricOf(report, 'coverage of 80 %')).toBeGreaterThan(0.6);
    expect(metricOf(report, 'weighted absolute percentage error')).toBeLessThan(metricOf(report, 'error of last year'));
    // Shown as shares of a usual period: no row's own numbers.
    expect(report.fan?.[0]?.actual).toBeGreaterThan(0.5);
    expect(report.fan?.[0]?.actual).toBeLessThan(2);
  });

  it('factors sum to how far the coming periods lie from what was usual', async () => {
    const { artefact } = await head.fit(rows, features, { seed: 1 });
    const past = wave(40, 80);
    const { value, factors } = head.load(artefact).score({ past });
    const mean = SeriesValue.parse(value).periods.reduce((sum, each) => sum + each.mean, 0) / 3;
    const usual = past.reduce((sum, each) => sum + each, 0) / past.length;
    expect(factors.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(mean - usual, 9);
  });

  it('never says less than nothing of what never was, and refuses what is no series', async () => {
    const { artefact } = await head.fit(rows, features, { seed: 1 });
    const loaded = head.load(artefact);
    const falling = Array.from({ length: 20 }, (_, at) => Math.max(0, 19 - at));
    expect(SeriesValue.parse(loaded.score({ past: falling }).value).periods.every(({ low95 }) => low95 >= 0)).toBe(true);
    expect(() => loaded.score({ past: null })).toThrow(expect.objectContaining({ code: 'input.invalid', field: 'past' }));
    expect(() => head.load({ kind: 'series' })).toThrow(expect.objectContaining({ code: 'state.invalid' }));
    await expect(head.fit(rows.slice(0, 5), features, { seed: 1 })).rejects.toMatchObject({ code: 'input.invalid', field: 'ahead' });
  });
});

describe('the head for flows', () => {
  const head = flowsHead({ target: 'flows', items: 'items', itemsBefore: 'before', series: 'rest', opening: 'cash', weeks: 4 });
  const item = (name: string, amount: number, due: number) => ({
    item: name,
    kind: amount > 0 ? 'in' : 'out',
    amount,
    due_in_days: due,
    late_p10: 0,
    late_p50: 2,
    late_p90: 6,
  });
  const rest = Array.from({ length: 40 }, () => 100);
  const random = createRandom(2);
  // In truth a tenth more comes than is booked.
  const rows = Array.from({ length: 30 }, () =>
    example(
      { items: [item('a', 1000, 1), item('b', 700, 8), item('c', -500, 15), item('d', 400, 22)], rest, cash: 0 },
      { flows: [700, 900, 150, 100].map((flow) => 100 + flow + 100 * random.next()) },
    ),
  );

  it('adds up items, the rest and what is not booked yet, from the cash there is', async () => {
    const { artefact } = await head.fit(rows, features, { seed: 1 });
    const { value, factors } = head
      .load(JSON.parse(JSON.stringify(artefact)))
      .score({ items: rows[0]?.values['items'] ?? [], rest, cash: 50 });
    const { weeks, change } = FlowsValue.parse(value);
    const came = rows.map(({ targets }) => targets['flows'] as readonly number[]);
    weeks.forEach(({ net }, week) => expect(net).toBeCloseTo(came.reduce((sum, flows) => sum + (flows[week] ?? 0), 0) / came.length, 6));
    expect(weeks[0]?.mean).toBeCloseTo(50 + (weeks[0]?.net ?? 0), 9);
    expect(weeks[3]?.mean).toBeCloseTo(50 + weeks.reduce((sum, { net }) => sum + net, 0), 9);
    expect(change).toBeNull();
    expect(factors.map(({ feature }) => feature)).toEqual(['in', 'out', 'rest']);
    expect(factors.find(({ feature }) => feature === 'rest')?.contribution).toBeCloseTo(400, 6);
  });

  it('splits a change to the cent: what is new, dropped, later', async () => {
    const { artefact } = await head.fit(rows, features, { seed: 1 });
    const { value } = head.load(artefact).score({
      items: [item('new', 200, 3), item('later', 100, 15)],
      before: [item('gone', 900, 14), item('later', 100, 8)],
      rest,
      cash: 0,
    });
    const { change } = FlowsValue.parse(value);
    // A little falls after the weeks that both look at.
    expect(change?.kinds['new']).toBeGreaterThan(190);
    expect(change?.kinds['new']).toBeLessThanOrEqual(200);
    expect(change?.kinds['dropped']).toBeGreaterThanOrEqual(-900);
    expect(change?.kinds['dropped']).toBeLessThan(-850);
    // From one week to another: nothing over all weeks.
    expect(change?.kinds['later']).toBeCloseTo(0, 1);
    expect(change?.items.some(({ item: name, kind }) => name === 'later' && kind === 'later')).toBe(true);
  });

  it('refuses what it cannot read, by name', async () => {
    const { artefact } = await head.fit(rows, features, { seed: 1 });
    const loaded = head.load(artefact);
    expect(() => loaded.score({ items: [{ item: 'x', amount: 3 }], rest, cash: 0 })).toThrow(/items\.0\.due_in_days has to be a number/);
    expect(() => loaded.score({ items: 'none', rest, cash: 0 })).toThrow(/items has to be a list/);
    expect(() => loaded.score({ items: [], rest })).toThrow(/cash has to be a number/);
    expect(() => head.load({ kind: 'flows', weeks: 9, unbooked: [], reach: [] })).toThrow(
      expect.objectContaining({ code: 'state.invalid' }),
    );
    await expect(head.fit(rows.slice(0, 3), features, { seed: 1 })).rejects.toMatchObject({ code: 'input.invalid', field: 'flows' });
  });
});

describe('the head for elasticities', () => {
  const head = elasticityHead({ quantity: 'quantity', price: 'price', group: 'segment', competitor: { index: 'index', of: 'list' } });
  const random = createRandom(3);
  const rows = Array.from({ length: 36 }, (_, month) =>
    (['big', 'small'] as const).flatMap((segment) =>
      [1, 2, 3, 4].map((item) => {
        const price = 10 * Math.exp(0.3 * (random.next() - 0.5));
        const quantity = Math.exp(5 + item / 4 + (segment === 'big' ? -3 : -1.2) * Math.log(price / 10) + 0.2 * (random.next() - 0.5));
        const asOf = `${2021 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01T00:00:00Z`;
        return example({ segment, index: 1, list: 10 }, { quantity, price }, `item:${item}`, asOf);
      }),
    ),
  ).flat();

  it('finds how each group answers to price', async () => {
    const { artefact, report } = await head.fit(rows, features, { seed: 1 });
    const loaded = head.load(JSON.parse(JSON.stringify(artefact)));
    const of = (segment: string | null) => ElasticityValue.parse(loaded.score({ segment }).value);
    expect(of('big').estimate).toBeCloseTo(-3, 0);
    expect(of('small').estimate).toBeCloseTo(-1.2, 0);
    expect(of('big').low).toBeLessThan(of('big').estimate);
    expect(of('nobody').estimate).toBe(of(null).estimate);
    expect(loaded.score({ segment: 'nobody' }).notes).toEqual([{ field: 'segment', treatment: 'unknown-category', usedAs: 'missing' }]);
    expect(loaded.score({ segment: 'big' }).factors[0]?.contribution).toBeLessThan(0);
    expect(metricOf(report, 'skill')).toBeGreaterThan(0);
  });

  it('keeps no item, and no group of a few rows', async () => {
    const odd = example({ segment: 'canary', index: 1, list: 10 }, { quantity: 7, price: 9 });
    const text = JSON.stringify(await head.fit([...rows, odd], features, { seed: 1 }));
    expect(text).not.toContain('canary');
    expect(text).not.toContain('item:');
  });

  it('needs sales, and refuses a damaged artefact', async () => {
    await expect(head.fit(rows.slice(0, 10), features, { seed: 1 })).rejects.toMatchObject({ code: 'input.invalid', field: 'quantity' });
    expect(() => head.load({})).toThrow(expect.objectContaining({ code: 'state.invalid' }));
  });
});
