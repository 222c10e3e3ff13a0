import { describe, expect, it } from 'vitest';
import type { Example, ModelFeature, ModelValues } from '../../../../src/contracts/models.ts';
import { createRandom } from '../../../../src/learning/core/random.ts';
import { anomalyHead, AnomalyValue, causesHead, CausesValue } from '../../../../src/learning/heads/index.ts';

const feature = (name: string, kind: 'number' | 'category' = 'number'): ModelFeature => ({
  name,
  kind,
  description: name,
  class: 'public',
  source: 'erp.journal',
  from: { of: 'self', observation: name, take: 'latest' },
});
const example = (values: ModelValues, targets: ModelValues): Example => ({
  entity: 'entry:1',
  asOf: '2024-01-01T00:00:00Z',
  outcomeAt: '2024-02-01T00:00:00Z',
  values,
  targets,
});
const metricOf = (report: { metrics: readonly { name: string; value: number }[] }, name: string): number | undefined =>
  report.metrics.find((each) => each.name === name)?.value;

describe('the head for what is odd', () => {
  const features = [feature('amount'), feature('account', 'category'), feature('hour')];
  const head = anomalyHead({
    target: 'odd',
    measured: { value: 'amount', by: 'account' },
    checks: [{ name: 'at night', feature: 'hour', weight: 0.5, applies: ({ hour }) => typeof hour === 'number' && hour < 5 }],
  });
  const random = createRandom(1);
  const rows = Array.from({ length: 600 }, (_, row) => {
    const isOdd = row % 40 === 7;
    const account = random.next() < 0.5 ? 'a' : 'b';
    const usual = (account === 'a' ? 100 : 1000) + 10 * random.next();
    return example({ amount: isOdd ? usual * 8 : usual, account, hour: 8 + random.int(10) }, { odd: isOdd });
  });

  it('adds up what forest, distance and rules say, and gives the reasons', async () => {
    const { artefact, report } = await head.fit(rows, features, { seed: 1 });
    const loaded = head.load(JSON.parse(JSON.stringify(artefact)));
    const of = (values: ModelValues) => AnomalyValue.parse(loaded.score(values).value);
    const usual = of({ amount: 105, account: 'a', hour: 10 });
    expect(usual.score).toBeLessThan(0.1);
    // Usual for the other account, not for this one.
    const high = of({ amount: 1005, account: 'a', hour: 10 });
    expect(high.score).toBeGreaterThanOrEqual(0.8);
    expect(high.reasons[0]).toMatchObject({ reason: 'high amount for its account', feature: 'amount' });
    const night = of({ amount: 105, account: 'a', hour: 3 });
    expect(night.score).toBeGreaterThanOrEqual(0.5);
    expect(night.reasons.map(({ reason }) => reason)).toContain('at night');
    expect(metricOf(report, 'precision at k')).toBeGreaterThan(0.9);
  });

  it('needs no label, and is then not judged', async () => {
    const { report } = await head.fit(
      rows.map(({ values, ...rest }) => ({ ...rest, values, targets: {} })),
      features,
      { seed: 1 },
    );
    expect(report.metrics).toEqual([]);
  });

  it('is not trained on its label', async () => {
    const turned = rows.map((row) => ({ ...row, targets: { odd: !row.targets['odd'] } }));
    const [one, other] = await Promise.all([rows, turned].map((each) => head.fit(each, features, { seed: 1 })));
    expect(JSON.stringify(one?.artefact)).toBe(JSON.stringify(other?.artefact));
  });

  it('answers where everything is missing, and refuses a damaged artefact', async () => {
    const { artefact } = await head.fit(rows, features, { seed: 1 });
    const { value, notes } = head.load(artefact).score({});
    expect(AnomalyValue.parse(value).score).toBeLessThanOrEqual(1);
    expect(notes.map(({ treatment }) => treatment)).toEqual(['missing', 'missing', 'missing']);
    expect(() => head.load({})).toThrow(expect.objectContaining({ code: 'state.invalid' }));
    expect(() => head.load({ ...(artefact as object), forest: {} })).toThrow(/not an isolation forest/);
  });
});

describe('the head for causes', () => {
  const features = [feature('heat'), feature('pressure'), feature('torque'), feature('speed')];
  const head = causesHead({ target: 'incident', cause: 'cause', derived: [{ name: 'power', of: ['torque', 'speed'], by: 'product' }] });
  const random = createRandom(2);
  const rows = Array.from({ length: 1200 }, (_, row) => {
    const cause = row % 12 === 0 ? (['heat', 'pressure'] as const)[random.int(2)] : undefined;
    const values = { heat: 100 + 10 * random.next(), pressure: 5 + random.next(), torque: 10 + random.next(), speed: 20 + random.next() };
    if (cause === 'heat') values.heat = 114 + 3 * random.next();
    if (cause === 'pressure') values.pressure = 4.2 + 0.5 * random.next();
    return example(values, { incident: cause !== undefined, cause: cause ?? null });
  });

  it('puts what lies where incidents are first; shares sum to at most 1', async () => {
    const { artefact, report } = await head.fit(rows, features, { seed: 1 });
    const loaded = head.load(JSON.parse(JSON.stringify(artefact)));
    const { causes } = CausesValue.parse(loaded.score({ heat: 116, pressure: 5.5, torque: 10.5, speed: 20.5 }).value);
    expect(causes[0]).toMatchObject({ feature: 'heat', side: 'high', value: 116 });
    expect(causes.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
    expect(CausesValue.parse(loaded.score({ heat: 105, pressure: 4.3, torque: 10.5, speed: 20.5 }).value).causes[0]).toMatchObject({
      feature: 'pressure',
      side: 'low',
    });
    expect(metricOf(report, 'first cause right')).toBeGreaterThan(0.9);
  });

  it('says what was missing, and answers nothing of nothing', async () => {
    const { artefact } = await head.fit(rows, features, { seed: 1 });
    const { value, notes } = head.load(artefact).score({});
    expect(CausesValue.parse(value).causes).toEqual([]);
    expect(notes.map(({ field }) => field)).toEqual(['heat', 'pressure', 'torque', 'speed']);
  });

  it('needs incidents and yes or no in every row, and refuses a damaged artefact', async () => {
    const none = rows.map((row) => ({ ...row, targets: { incident: false, cause: null } }));
    await expect(head.fit(none, features, { seed: 1 })).rejects.toMatchObject({ code: 'input.invalid' });
    const unknown = [...rows.slice(1), example(rows[0]?.values ?? {}, {})];
    await expect(head.fit(unknown, features, { seed: 1 })).rejects.toMatchObject({ code: 'input.invalid', field: 'incident' });
    expect(() => head.load({})).toThrow(expect.objectContaining({ code: 'state.invalid' }));
  });
});
