import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/learning/core/random.ts';
import { eachGram, hashText, sideTokens } from '../../../../src/learning/text/grams.ts';
import { mergeEqualColumns } from '../../../../src/learning/text/equal-columns.ts';
import { compileText, loadText, trainText, type TextRow } from '../../../../src/learning/text/index.ts';
import { fitOneAgainstRest, packRows } from '../../../../src/learning/text/linear-svm.ts';

const gramsOf = (text: string): string[] => {
  const grams: string[] = [];
  eachGram(text, (_, word, start, length) => grams.push(word.slice(start, start + length)));
  return grams;
};

/** Lines of an invoice: the words say the account, two of three times with a department. */
function invoices(rows: number, seed: number): { rows: TextRow[]; labels: string[] } {
  const random = createRandom(seed);
  const words = {
    fuel: ['diesel', 'petrol', 'fuel card'],
    paper: ['copy paper', 'envelopes', 'stationery'],
    travel: ['train ticket', 'hotel', 'taxi'],
  };
  const names = ['fuel', 'paper', 'travel'] as const;
  const labels = Array.from({ length: rows }, () => names[random.int(3)] ?? 'fuel');
  return {
    labels,
    rows: labels.map((label) => ({
      text: `${words[label][random.int(3)] ?? ''} invoice ${random.int(900) + 100}`,
      fields: { department: random.int(3) === 0 ? 'none' : `dept ${label}` },
    })),
  };
}

describe('character n-grams', () => {
  it('stay within words, know where a word begins and ends, and do not see case', () => {
    expect(gramsOf('Ab c')).toEqual([' a', ' ab', ' ab ', 'ab', 'ab ', 'b ', ' c', ' c ', 'c ']);
    expect(gramsOf('  \n')).toEqual([]);
  });

  it('the hash is that of the whole n-gram, however it was reached', () => {
    const seen = new Map<string, number>();
    for (const text of ['paper', 'papers', 'newspaper']) {
      eachGram(text, (bucket, word, start, length) => {
        const gram = word.slice(start, start + length);
        expect(seen.get(gram) ?? bucket).toBe(bucket);
        seen.set(gram, bucket);
      });
    }
    expect(new Set(seen.values()).size).toBe(seen.size);
    expect(hashText('a')).not.toBe(hashText('b'));
  });

  it('a side feature counts by name and value, a cross only where both are there', () => {
    const tokens = sideTokens({ text: '', fields: { b: 'x', a: 'x', c: ' ' } }, [
      ['a', 'b'],
      ['a', 'c'],
    ]);
    expect(tokens.map(({ label }) => label)).toEqual(['a = x', 'b = x', 'a = x, b = x']);
    expect(new Set(tokens.map(({ bucket }) => bucket)).size).toBe(3);
  });
});

describe('the linear machine', () => {
  it('reaches the optimum of a one-dimensional problem worked out by hand', () => {
    // Rows x = ±1 with y = sign(x): minimise ½(w² + b²) + 2·cost·(1 − w)² with b = 0, so w = 4·cost / (1 + 4·cost).
    const rows = packRows(
      [
        { indexes: Int32Array.of(0), values: Float64Array.of(1) },
        { indexes: Int32Array.of(0), values: Float64Array.of(-1) },
      ],
      1,
    );
    const [weight = 0, intercept = 0] = fitOneAgainstRest(rows, Int8Array.of(1, -1), Float64Array.of(1, 1), 1);
    expect(weight).toBeCloseTo(0.8, 1);
    expect(intercept).toBeCloseTo(0, 1);
  });
});

describe('columns that are equal in every row', () => {
  it('are merged without changing any inner product, and the weights come back in equal parts', () => {
    const rows = [
      { indexes: Int32Array.of(0, 1, 3), values: Float64Array.of(2, 2, 5) },
      { indexes: Int32Array.of(0, 1, 2), values: Float64Array.of(3, 3, 1) },
    ];
    const merged = mergeEqualColumns(rows, 4);
    expect(merged.width).toBe(3);
    expect([...merged.column]).toEqual([0, 0, 1, 2]);
    const [first, second] = merged.rows;
    expect((first?.values[0] ?? 0) * (second?.values[0] ?? 0)).toBeCloseTo(2 * 3 + 2 * 3, 12);
    expect(merged.share[0]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(merged.share[2]).toBe(1);
  });
});

describe('a text classifier', () => {
  const training = invoices(300, 1);
  const options = { seed: 1, crosses: [['department', 'kind']] as const };
  const model = trainText(training.rows, training.labels, options);
  const compiled = compileText(model);

  it('classifies lines it did not see, with a confidence that is meant', () => {
    const fresh = invoices(300, 2);
    const answers = fresh.rows.map((row) => compiled.predict(row));
    const right = answers.filter(({ answer }, row) => answer === fresh.labels[row]).length;
    expect(right / 300).toBeGreaterThan(0.97);
    expect(answers.every(({ confidence, candidates }) => confidence > 1 / 3 && candidates.length === 3)).toBe(true);
  });

  it('abstains below the threshold and on text of which it knows nothing', () => {
    expect(compiled.predict({ text: 'diesel' }, 1).answer).toBeUndefined();
    expect(compiled.predict({ text: '漢字' }).answer).toBeUndefined();
    expect(compiled.predict({ text: '' }).answer).toBeUndefined();
    expect(compiled.predict({ text: 'diesel' }, 0).answer).toBe('fuel');
  });

  it('explains an answer by pieces of the input itself, strongest first', () => {
    const shares = compiled.explain({ text: 'Envelopes', fields: { department: 'dept paper' } }, 'paper', 6);
    expect(shares[0]?.gram).toBe('department = dept paper');
    for (const { gram, contribution } of shares.slice(1)) {
      expect(' envelopes ').toContain(gram);
      expect(contribution).toBeGreaterThan(0);
    }
    expect(() => compiled.explain({ text: 'x' }, 'rent')).toThrow('does not know this class');
  });

  it('all pieces and the intercept sum to the score of the class', () => {
    const row = { text: 'hotel', fields: { department: 'dept travel' } };
    const label = model.classes.indexOf('travel');
    const positive = compiled.explain(row, 'travel', 999).reduce((sum, { contribution }) => sum + contribution, 0);
    expect(positive + (model.weights[label]?.intercept ?? 0)).toBeGreaterThanOrEqual((compiled.scores(row)[label] ?? 0) - 1e-9);
  });

  it('holds no text of a row and nothing that occurred in one row alone', () => {
    const secret = trainText([...training.rows, { text: 'zaphod beeblebrox' }], [...training.labels, 'travel'], { seed: 1 });
    expect(JSON.stringify(secret)).not.toMatch(/zaphod|diesel|dept/);
    expect(Math.min(...secret.bucketRows)).toBeGreaterThanOrEqual(2);
    expect(
      compileText(secret)
        .explain({ text: 'zaphod' }, 'travel')
        .some(({ gram }) => gram === 'zaph'),
    ).toBe(false);
  });

  it('the same rows and seed give the same bytes, and JSON changes no score', () => {
    expect(JSON.stringify(trainText(training.rows, training.labels, options))).toBe(JSON.stringify(model));
    const again = compileText(JSON.parse(JSON.stringify(model)));
    for (const row of training.rows.slice(0, 20)) expect(again.predict(row)).toEqual(compiled.predict(row));
  });

  it('a wanted accuracy sets the threshold, and one that cannot be met leaves every row to a person', () => {
    const random = createRandom(3);
    const noisy = training.labels.map((label) => (random.next() < 0.3 ? 'paper' : label));
    const careful = trainText(training.rows, noisy, { ...options, targetAccuracy: 0.9 });
    const point = careful.heldOut.find(({ threshold }) => threshold === careful.threshold);
    if (point) expect(point.accuracy).toBeGreaterThanOrEqual(0.9);
    expect(trainText(training.rows, noisy, { ...options, targetAccuracy: 1.01 }).threshold).toBe(1);
  });

  it('one class, lengths that differ and a damaged artefact are refused', () => {
    expect(() => trainText([{ text: 'a' }, { text: 'b' }], ['x', 'x'], { seed: 1 })).toThrow('at least two classes');
    expect(() => trainText([{ text: 'a' }], ['x', 'y'], { seed: 1 })).toThrow('one label for each row');
    expect(() => loadText({ kind: 'text-linear' })).toThrow('damaged');
    expect(() => loadText({ ...model, bucketRows: [] })).toThrow('do not fit together');
  });
});

function majorityOf(rows: readonly { readonly account: string }[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { account } of rows) counts.set(account, (counts.get(account) ?? 0) + 1);
  return [...counts].toSorted(([, left], [, right]) => right - left)[0]?.[0];
}

const orders = (quarter: string): string => `../shared/data/ml/po_${quarter}.csv`;

// The orders are for evaluation alone and do not ship with the project.
describe.skipIf(!existsSync(orders('2020q3')))('spend to ledger account (council purchase orders), when the files are there', () => {
  it('three quarters predict the account of the fourth in at least 72 % of the orders, and five points above the majority of the supplier', () => {
    const read = (quarter: string) =>
      parse<Record<string, string>>(readFileSync(orders(quarter), 'latin1'), {
        columns: (header: string[]) => header.map((name) => name.replaceAll('_', ' ')),
        relax_column_count: true,
      })
        .map((record) => ({
          account: (record['Account Name'] ?? '').trim(),
          supplier: (record['Supplier Name'] ?? '').trim(),
          service: (record['Service'] ?? '').trim(),
          series: /^[a-z]+\d?/i.exec(record['Purchase Order Number'] ?? '')?.[0] ?? '',
        }))
        .filter(({ account }) => account !== '');
    const rowOf = ({ supplier, service, series }: { supplier: string; service: string; series: string }): TextRow => ({
      text: `${supplier} ${service}`,
      fields: { series, service },
    });
    const [past, next] = [['2019q2', '2020q1', '2020q2'].flatMap(read), read('2020q3')];
    // No rows held out: the confidence is not what is tested, and it halves the time.
    const options = { seed: 1, crosses: [['series', 'service']] as const, heldOutShare: 0 };
    const compiled = compileText(
      trainText(
        past.map(rowOf),
        past.map(({ account }) => account),
        options,
      ),
    );
    const right = next.filter((row) => compiled.predict(rowOf(row)).candidates[0]?.label === row.account).length;
    const byMajority = next.filter((row) => majorityOf(past.filter(({ supplier }) => supplier === row.supplier)) === row.account).length;
    expect(next).toHaveLength(611);
    expect(right / next.length).toBeGreaterThanOrEqual(0.72);
    expect((right - byMajority) / next.length).toBeGreaterThanOrEqual(0.05);
  }, 60_000);
});
