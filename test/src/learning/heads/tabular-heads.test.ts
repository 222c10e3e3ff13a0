import { describe, expect, it } from 'vitest';
import type { Example, HeadScore, ModelFeature } from '../../../../src/contracts/models.ts';
import { createRandom } from '../../../../src/learning/core/random.ts';
import { amountHead, binaryHead, boosting } from '../../../../src/learning/heads/index.ts';

const feature = (name: string, kind: 'number' | 'category', more: Partial<ModelFeature> = {}): ModelFeature => ({
  name,
  kind,
  description: name,
  class: 'public',
  source: 'erp.invoices',
  from: { of: 'self', observation: name, take: 'latest' },
  ...more,
});
const features = [
  feature('amount', 'number'),
  feature('terms', 'number'),
  feature('region', 'category'),
  feature('sex', 'category', { class: 'protected' }),
];

/** Late when the amount is high and the region is south; days follow the amount. `bent` makes it a matter of a corner. */
function examples(rows: number, seed: number, bent = false): Example[] {
  const random = createRandom(seed);
  return Array.from({ length: rows }, (_, row) => {
    const [amount, terms] = [random.next() * 10, 10 + random.int(3) * 20];
    const region = ['north', 'south', 'west'][random.int(3)] ?? 'north';
    const pull = bent ? (amount > 5 !== terms > 30 ? 2.5 : -2.5) : amount - 5 + (region === 'south' ? 2 : 0);
    const isLate = random.next() < 1 / (1 + Math.exp(-pull));
    return {
      entity: `invoice:${row}`,
      asOf: '2024-01-01T00:00:00Z',
      outcomeAt: '2024-02-01T00:00:00Z',
      values: { amount, terms, region, sex: random.next() < 0.5 ? 'f' : 'm' },
      targets: { late: isLate, days: 3 * amount + terms / 10 + (random.next() - 0.5) * 4 },
    };
  });
}
const fit = async (head: ReturnType<typeof binaryHead>, rows: readonly Example[], seed = 1) => head.fit(rows, features, { seed });
const scoreOf = (head: ReturnType<typeof binaryHead>, artefact: unknown, values: Example['values']): HeadScore =>
  head.load(JSON.parse(JSON.stringify(artefact))).score(values);

describe('the head for a yes or no', () => {
  const head = binaryHead({ target: 'late' });

  it('keeps logistic regression where boosting does not win beyond doubt', async () => {
    const { report } = await fit(head, examples(600, 1));
    expect(report.algorithm).toBe('logistic regression');
    expect(report.candidates.map(({ algorithm }) => algorithm)).toEqual(['logistic regression', 'gradient boosting']);
  });

  it('hands over to boosting where the answer lies in a corner no line can reach', async () => {
    const { report } = await fit(head, examples(900, 2, true));
    expect(report.algorithm).toBe('gradient boosting');
    expect(report.comparison?.high).toBeLessThan(0);
    expect(report.metrics.find(({ name }) => name === 'auc')?.value).toBeGreaterThan(0.8);
  });

  it('answers a calibrated probability with an interval around it and factors whose signs point the right way', async () => {
    const { artefact, report } = await fit(head, examples(800, 3));
    expect(report.calibration?.slope).toBeGreaterThan(0.8);
    expect(report.calibration?.slope).toBeLessThan(1.25);
    const high = scoreOf(head, artefact, { amount: 9, terms: 30, region: 'south' });
    expect(high.value).toBeGreaterThan(0.85);
    expect(high.interval?.low).toBeLessThanOrEqual(Number(high.value));
    expect(high.factors[0]).toMatchObject({ feature: 'amount', value: 9 });
    expect(high.factors[0]?.contribution).toBeGreaterThan(0);
    expect(scoreOf(head, artefact, { amount: 1, terms: 30, region: 'north' }).factors[0]?.contribution).toBeLessThan(0);
  });

  it('says how what is missing, unknown, no number or out of range was treated', async () => {
    const { artefact } = await fit(head, examples(600, 4));
    const treated = (values: Example['values']) => scoreOf(head, artefact, values).notes;
    expect(treated({ amount: 5, terms: 30, region: 'north' })).toEqual([]);
    expect(treated({ amount: null, terms: 30, region: 'moon' }).map(({ field, treatment }) => [field, treatment])).toEqual([
      ['amount', 'missing'],
      ['region', 'unknown-category'],
    ]);
    expect(treated({ amount: 'much', terms: 9000, region: 'north' }).map(({ field, treatment }) => [field, treatment])).toEqual([
      ['amount', 'not-a-number'],
      ['terms', 'out-of-range'],
    ]);
  });

  it('never looks at what is protected', async () => {
    const { artefact, report } = await fit(head, examples(600, 5));
    expect(JSON.stringify(artefact)).not.toContain('sex');
    expect(report.importance.map((each) => each.feature)).not.toContain('sex');
  });

  it('the same rows and seed give the same bytes', async () => {
    const [one, two] = await Promise.all([fit(head, examples(500, 6, true)), fit(head, examples(500, 6, true))]);
    expect(JSON.stringify(one)).toBe(JSON.stringify(two));
  });

  it('refuses a target that is not an answer, and one with too few of either', async () => {
    const rows = examples(300, 7);
    await expect(fit(binaryHead({ target: 'days' }), rows)).rejects.toMatchObject({ code: 'input.invalid', field: 'days' });
    const few = rows.map((each, row) => ({ ...each, targets: { late: row < 5 } }));
    await expect(fit(head, few)).rejects.toThrow(/at least 20 rows of each answer; there are 5 yes/);
  });

  it('refuses an artefact that is not its own', () => {
    expect(() => head.load({ kind: 'amount' })).toThrow(/damaged or of another version/);
  });
});

describe('the head for an amount', () => {
  const head = amountHead({ target: 'days', candidates: [boosting({ objective: 'squared' }, { trees: 60 })], atLeast: 0 });

  it('answers with an interval that holds about as much as it says', async () => {
    const { artefact, report } = await fit(head, examples(600, 8));
    const metric = (name: string) => report.metrics.find((each) => each.name === name)?.value ?? Number.NaN;
    expect(metric('variance explained')).toBeGreaterThan(0.9);
    expect(metric('coverage of 80 %')).toBeGreaterThan(0.75);
    const fresh = examples(400, 9);
    const held = fresh.filter(({ values, targets }) => {
      const { interval } = scoreOf(head, artefact, values);
      return interval && Number(targets['days']) >= interval.low && Number(targets['days']) <= interval.high;
    });
    expect(held.length / fresh.length).toBeGreaterThan(0.72);
    expect(held.length / fresh.length).toBeLessThan(0.9);
  });

  it('rows without the amount teach nothing and take nothing away', async () => {
    const rows = examples(500, 10);
    const some = [...rows, ...examples(50, 11).map((each) => ({ ...each, targets: { days: null } }))];
    expect((await fit(head, some)).report.rows).toBe(500);
  });

  it('stays within its bounds', async () => {
    const { artefact } = await fit(head, examples(300, 12));
    const { value, interval } = scoreOf(head, artefact, { amount: 0, terms: -400, region: 'north' });
    expect(Number(value)).toBeGreaterThanOrEqual(0);
    expect(interval?.low).toBeGreaterThanOrEqual(0);
  });
});

describe('what an artefact keeps', () => {
  it('holds no value that a single row had', async () => {
    const rows = examples(600, 13).map((each, row) =>
      row === 77 ? { ...each, values: { ...each.values, amount: 98_765.4321, region: 'canary-region' } } : each,
    );
    for (const head of [binaryHead({ target: 'late' }), amountHead({ target: 'days' })]) {
      const text = JSON.stringify(await fit(head, rows));
      expect(text).not.toContain('98765.4321');
      expect(text).not.toContain('canary-region');
    }
  });
});
