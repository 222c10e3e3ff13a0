import { describe, expect, it } from 'vitest';
import type { Example, ModelFeature } from '../../../../src/contracts/models.ts';
import { createRandom } from '../../../../src/learning/core/random.ts';
import { derivingHead, textHead, TextValue } from '../../../../src/learning/heads/index.ts';

const features: readonly ModelFeature[] = [];
const words = { '6200': ['electricity', 'meter', 'grid'], '6300': ['freight', 'pallet', 'customs'], '6500': ['hotel', 'flight', 'rail'] };

function examples(rows: number, seed: number): Example[] {
  const random = createRandom(seed);
  return Array.from({ length: rows }, (_, row) => {
    const account = (['6200', '6300', '6500'] as const)[random.int(3)] ?? '6200';
    const text = [0, 1].map(() => words[account][random.int(3)]).join(' ');
    return {
      entity: `line:${row}`,
      asOf: '2024-01-01T00:00:00Z',
      outcomeAt: '2024-02-01T00:00:00Z',
      values: { text, supplier: random.next() < 0.8 ? `V${account}` : 'V9' },
      targets: { account },
    };
  });
}
const head = textHead({ target: 'account', text: 'text', fields: ['supplier'], targetAccuracy: 0.9 });
const { artefact, report } = await head.fit(examples(400, 1), features, { seed: 1 });
const loaded = head.load(JSON.parse(JSON.stringify(artefact)));

describe('the head for words', () => {
  it('answers a class with its confidence, the likeliest three, and the words that speak for it', () => {
    const { value, confidence, factors, notes } = loaded.score({ text: 'customs pallet', supplier: 'V6300' });
    expect(TextValue.parse(value)).toMatchObject({ label: '6300', candidates: { length: 3 } });
    expect(confidence).toBeGreaterThan(0.8);
    expect(factors.map(({ feature }) => feature).toSorted()).toEqual(['supplier', 'text']);
    expect(factors.find(({ feature }) => feature === 'supplier')?.value).toBe('V6300');
    expect(notes).toEqual([]);
  });

  it('abstains where it knows neither words nor supplier, and says that the words were strange', () => {
    const { value, notes } = loaded.score({ text: 'zzyzx qwfp', supplier: 'V777' });
    expect(TextValue.parse(value).label).toBeNull();
    expect(notes).toContainEqual({ field: 'text', treatment: 'unknown-category', usedAs: 'missing' });
    expect(loaded.score({}).notes.map(({ field }) => field)).toEqual(['text', 'supplier']);
  });

  it('is judged on newer rows, against the usual class of the supplier', () => {
    const metric = (name: string) => report.metrics.find((each) => each.name === name)?.value ?? 0;
    expect(metric('accuracy')).toBeGreaterThan(metric('accuracy of the usual class'));
    expect(metric('accuracy where answered')).toBeGreaterThan(0.9);
    expect(report.importance[0]?.feature).toBe('text');
  });

  it('gives the same bytes for the same rows', async () => {
    expect(JSON.stringify((await head.fit(examples(400, 1), features, { seed: 1 })).artefact)).toBe(JSON.stringify(artefact));
  });

  it('learns no class of a few rows, and holds no word', async () => {
    const [first, ...rest] = examples(200, 2);
    if (!first) throw new Error('no rows');
    const odd = { ...first, values: { text: 'quetzalcoatl', supplier: 'V-secret' }, targets: { account: '9999' } };
    const text = JSON.stringify(await head.fit([odd, ...rest], features, { seed: 1 }));
    for (const trace of ['9999', 'quetzal', 'secret', 'freight']) expect(text).not.toContain(trace);
  });

  it('needs two classes', async () => {
    const one = examples(60, 3).map((each) => ({ ...each, targets: { account: '6200' } }));
    await expect(head.fit(one, features, { seed: 1 })).rejects.toMatchObject({ code: 'input.invalid', field: 'account' });
  });

  it.each([null, {}, { kind: 'binary' }])('refuses %j as an artefact', (damaged) => {
    expect(() => head.load(damaged)).toThrow(expect.objectContaining({ code: 'state.invalid' }));
  });
});

describe('a head that derives', () => {
  it('sees in serving what it saw in training', async () => {
    const joined = derivingHead(textHead({ target: 'account', text: 'whole' }), {
      features: [{ name: 'whole', kind: 'text', description: 'both' }],
      derive: ({ text, supplier }) => ({ whole: [text, supplier].filter((each) => typeof each === 'string').join(' ') }),
    });
    const fitted = await joined.fit(examples(300, 4), features, { seed: 1 });
    const { value } = joined.load(fitted.artefact).score({ text: 'hotel', supplier: 'V6500' });
    expect(TextValue.parse(value).label).toBe('6500');
    expect(joined.uses).toEqual(['whole']);
  });
});
