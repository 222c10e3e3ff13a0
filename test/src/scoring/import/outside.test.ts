import { describe, expect, it } from 'vitest';
import { CountersignError } from '../../../../src/contracts/errors.ts';
import type { Head, ModelDefinition } from '../../../../src/contracts/models.ts';
import { renderCard } from '../../../../src/scoring/card/index.ts';
import {
  importVersion,
  type EndpointImport,
  type HeadImport,
  type OnnxImport,
  type OutsideRuntime,
} from '../../../../src/scoring/import/index.ts';
import { loadVersion } from '../../../../src/scoring/serving/loaded.ts';
import { inputsOf, score, scoreLater } from '../../../../src/scoring/serving/score.ts';
import { tableOnnx } from '../../../support/table-onnx.ts';
import { smallModel } from '../../../support/small-model.ts';
import { examples, levels, stamp } from './foreign.ts';

const [late, days] = ['late', 'days'].map((name) => smallModel.heads[name]) as [Head, Head];
const definition: ModelDefinition = {
  ...smallModel,
  heads: { late },
  answer: ({ late: said }) => ({ output: { late_probability: said?.value ?? null, days_late: 0 } }),
};
const amounts: ModelDefinition = {
  ...smallModel,
  heads: { days },
  leading: 'days',
  answer: ({ days: said }) => ({ output: { late_probability: 0, days_late: said?.value ?? null } }),
};

const sigmoid = (margin: number): number => 1 / (1 + Math.exp(-margin));
type Asked = { rows: number[][]; bodies: unknown[] };
/** A runtime in memory: later if the mean is high and the region is north. */
function runtimeOf(asked: Asked, fault?: () => unknown): OutsideRuntime {
  return {
    onnx: () => ({
      async run(row) {
        asked.rows.push([...row]);
        const mean = Number.isNaN(row[1]) ? 8 : (row[1] ?? 0);
        const said = sigmoid(0.2 * (mean - 8) + (row[3] ?? 0));
        return [1 - said, said];
      },
    }),
    endpoint: () => async (body) => {
      asked.bodies.push(body);
      if (fault) return fault();
      // What membersOf makes of a row.
      const { instances: [features = {}] = [] } = body as { instances?: Record<string, number>[] };
      return { predictions: [{ late: sigmoid(0.2 * ((features['days_late_mean'] ?? 0) - 8)) }] };
    },
  };
}
const none = (): Asked => ({ rows: [], bodies: [] });
const onnx: OnnxImport = {
  format: 'onnx',
  bytes: tableOnnx({
    weights: [
      [0, 0],
      [0, 0.2],
      [0, 0],
      [0, 1],
    ],
    bias: [0, -1.6],
    answer: 'classes',
  }),
  columns: ['amount', 'days_late_mean', { as: 'one-hot', feature: 'region', levels }],
};
const endpoint: EndpointImport = {
  format: 'endpoint',
  url: 'https://models.acme.example/late',
  hosts: ['models.acme.example:443'],
  output: 'predictions.0.late',
  body: 'instances',
  columns: ['days_late_mean', { as: 'text', feature: 'region', levels }],
};
const importing = (head: HeadImport, runtime: OutsideRuntime | undefined, more: object = {}) =>
  importVersion({ definition, heads: { late: head }, examples, ...stamp, ...(runtime ? { runtime } : {}), ...more });

async function served(head: HeadImport, asked: Asked = none(), fault?: () => unknown) {
  const made = await importing(head, runtimeOf(asked));
  const version = loadVersion(definition, { ...made.version, number: 1 }, made.artefact, runtimeOf(asked, fault));
  return {
    made,
    ask: (values: (typeof examples)[number]['values']) =>
      scoreLater(definition, version, inputsOf(definition, values, undefined, stamp.at)),
    version,
  };
}
const usual = { amount: 100, terms_days: 30, region: 'north', days_late_mean: 18 };

describe('a model in ONNX', () => {
  it('is asked by its columns in their order, a category as one column a level', async () => {
    const asked = none();
    const { ask } = await served({ ...onnx, factors: 0 }, asked);
    asked.rows.length = 0;
    const answer = await ask(usual);
    expect(asked.rows).toEqual([[100, 18, 0, 1]]);
    expect(answer.output['late_probability']).toBeCloseTo(sigmoid(3), 12);
    expect(answer.confidence).toBeCloseTo(sigmoid(3), 12);
    expect(answer.interval).toMatchObject({ level: 0.95 });
  });

  it('is explained by what differs without a feature, at one call a feature', async () => {
    const asked = none();
    const { ask } = await served(onnx, asked);
    asked.rows.length = 0;
    const { factors } = await ask({ ...usual, region: 'south' });
    expect(asked.rows.length).toBeLessThanOrEqual(4);
    expect(factors.map(({ feature }) => feature)).toEqual(['days_late_mean', 'region']);
    // The most frequent region is the north, which adds 1.
    expect(factors[1]).toMatchObject({ feature: 'region', value: 'south' });
    expect(factors[1]?.contribution).toBeCloseTo(-1, 6);
  });

  it('a value that is missing is the mean of the rows held here, and that is told', async () => {
    const asked = none();
    const { ask } = await served({ ...onnx, factors: 0 }, asked);
    asked.rows.length = 0;
    const { notes } = await ask({ amount: 100, region: 'north' });
    const means = examples.flatMap(({ values }) => (typeof values['days_late_mean'] === 'number' ? [values['days_late_mean']] : []));
    expect(asked.rows[0]?.[1]).toBeCloseTo(means.reduce((sum, value) => sum + value, 0) / means.length, 9);
    expect(notes).toEqual([{ field: 'days_late_mean', treatment: 'missing', usedAs: 'reference' }]);
  });

  it('or nothing, where its maker takes missing values', async () => {
    const asked = none();
    const { ask } = await served({ ...onnx, missing: 'none', factors: 0 }, asked);
    asked.rows.length = 0;
    await ask({ amount: 100, region: 'mars' }).catch(() => undefined);
    expect(asked.rows[0]).toEqual([100, Number.NaN, 0, 0]);
  });

  it('is measured, watched and described like any other version', async () => {
    const { made } = await served(onnx);
    expect(made.version).toMatchObject({ origin: 'onnx', rows: 600, seed: 0 });
    expect(made.version.reports['late']?.metrics.map(({ name }) => name)).toContain('auc');
    expect(made.version.references['score']).toMatchObject({ rows: 600 });
    expect(made.version.reports['late']?.importance[0]?.feature).toBe('days_late_mean');
    const card = renderCard(definition, { ...made.version, number: 1 });
    expect(card.markdown).toContain('| metric, on rows held here |');
    expect(card.markdown).toMatch(/A model in ONNX, 600 rows; .*by replacing each of 2 features by its mean/);
  });

  it('log-odds are made a probability; an amount has an interval of its errors', async () => {
    const runtime: OutsideRuntime = { ...runtimeOf(none()), onnx: () => ({ run: async (row) => [(row[0] ?? 0) * 0.5] }) };
    const bytes = tableOnnx({ weights: [[0.5]], bias: [0], answer: 'logit' });
    const head: OnnxImport = { format: 'onnx', bytes, columns: ['days_late_mean'], atLeast: 0 };
    const made = await importVersion({ definition: amounts, heads: { days: head }, examples, ...stamp, runtime });
    const version = loadVersion(amounts, { ...made.version, number: 1 }, made.artefact, runtime);
    const answer = await scoreLater(amounts, version, inputsOf(amounts, { amount: 1, days_late_mean: 10 }, undefined, stamp.at));
    expect(answer.output['days_late']).toBe(5);
    expect(answer.interval?.low).toBeGreaterThanOrEqual(0);
    expect(answer.interval?.high).toBeGreaterThan(5);
    const logit = await importing({ ...head, scale: 'log-odds' }, runtime);
    const loaded = loadVersion(definition, { ...logit.version, number: 1 }, logit.artefact, runtime);
    const said = await scoreLater(definition, loaded, inputsOf(definition, { amount: 1, days_late_mean: -2 }, undefined, stamp.at));
    expect(said.output['late_probability']).toBeCloseTo(sigmoid(-1), 12);
  });

  it('a number that is no probability is never answered', async () => {
    const runtime: OutsideRuntime = { ...runtimeOf(none()), onnx: () => ({ run: async () => [3, 3] }) };
    await expect(importing(onnx, runtime)).rejects.toMatchObject({
      code: 'state.invalid',
      message: 'The ONNX model gave a number that is no probability',
    });
  });

  it.each<[string, Partial<OnnxImport>, RegExp]>([
    [
      'a column that is no feature',
      { columns: ['amount', 'colour', 'days_late_mean', 'terms_days'] },
      /The columns colour are no features of small-late/,
    ],
    [
      'a category without levels',
      { columns: ['amount', 'region', 'days_late_mean', 'terms_days'] },
      /region is a category; state its levels/,
    ],
    ['levels of a number', { columns: [{ as: 'code', feature: 'amount', levels: ['1'] }] }, /amount is a number and has no levels/],
    ['a feature twice', { columns: ['amount', 'amount'] }, /amount is named twice/],
    ['text for a tensor', { columns: [{ as: 'text', feature: 'region', levels }] }, /takes no text/],
    ['no columns', { columns: [] }, /State the columns/],
    ['too few columns', { columns: ['amount'] }, /takes 4 columns; the stated ones make 1/],
  ])('%s is refused', async (_what, more, says) => {
    await expect(importing({ ...onnx, ...more }, runtimeOf(none()))).rejects.toThrow(says);
  });

  it('cannot be imported or loaded where nothing can run it', async () => {
    await expect(importing(onnx, undefined)).rejects.toMatchObject({ code: 'capability.missing' });
    const { made } = await served(onnx);
    expect(() => loadVersion(definition, { ...made.version, number: 1 }, made.artefact)).toThrow(
      /is computed elsewhere, and nothing here can ask for it/,
    );
  });

  it('is never answered at once', async () => {
    const { version } = await served(onnx);
    expect(() => score(definition, version, inputsOf(definition, usual, undefined, stamp.at))).toThrow(/cannot be answered at once/);
  });
});

describe('a model served elsewhere', () => {
  it('is asked by the names of its features and answers where it was said to', async () => {
    const asked = none();
    const { ask, made } = await served(endpoint, asked);
    expect(asked.bodies).toHaveLength(200);
    asked.bodies.length = 0;
    const answer = await ask(usual);
    expect(asked.bodies).toEqual([{ instances: [{ days_late_mean: 18, region: 'north' }] }]);
    expect(answer.output['late_probability']).toBeCloseTo(sigmoid(2), 12);
    expect(answer.factors).toEqual([]);
    expect(made.version).toMatchObject({ origin: 'endpoint' });
    expect(made.version.reports['late']?.parameters).toMatchObject({ factors: 'none', url: 'https://models.acme.example/late' });
  });

  it('is explained by as many more calls as were asked for, and not at all where one of them fails', async () => {
    const asked = none();
    const { ask } = await served({ ...endpoint, factors: 1 }, asked);
    asked.bodies.length = 0;
    expect((await ask(usual)).factors.map(({ feature }) => feature)).toEqual(['days_late_mean']);
    expect(asked.bodies).toHaveLength(2);
    let calls = 0;
    const failing = await served({ ...endpoint, factors: 1 }, none(), () => {
      calls += 1;
      if (calls > 1) throw new CountersignError('connector.timeout', 'late');
      return { predictions: [{ late: 0.5 }] };
    });
    expect(await failing.ask(usual)).toMatchObject({ output: { late_probability: 0.5 }, factors: [] });
  });

  it.each([
    [{ predictions: [] }, /gave no number at predictions\.0\.late/],
    [{ predictions: [{ late: '0.5' }] }, /gave no number/],
    [{ predictions: [{ late: 7 }] }, /no probability/],
    [null, /gave no number/],
    ['text', /gave no number/],
  ])('an answer of %j is an error of the connector, and no other answer takes its place', async (reply, says) => {
    const { ask } = await served(endpoint, none(), () => reply);
    await expect(ask(usual)).rejects.toMatchObject({ code: 'connector.invalid_reply', message: expect.stringMatching(says) });
  });

  it('a path never leaves the answer', async () => {
    const { ask } = await served(endpoint, none(), () => ({}));
    await expect(ask(usual)).rejects.toMatchObject({ code: 'connector.invalid_reply' });
    await expect(importing({ ...endpoint, output: 'constructor.length' }, runtimeOf(none()))).rejects.toThrow(/gave no number/);
  });

  it.each<[string, Partial<EndpointImport>, string, RegExp]>([
    ['a host that is not listed', { hosts: ['other:443'] }, 'connector.forbidden_host', /models\.acme\.example:443 is not among the hosts/],
    ['no encryption', { url: 'http://models.acme.example/late', hosts: ['models.acme.example:80'] }, 'input.invalid', /over https/],
    ['a key in the address', { url: 'https://models.acme.example/late?key=1' }, 'input.invalid', /keys belong into the config/],
    ['no address', { url: 'models' }, 'input.invalid', /not readable at url/],
    ['a deadline of an hour', { timeoutMs: 3_600_000 }, 'input.invalid', /not readable at timeoutMs/],
  ])('%s is refused', async (_what, more, code, says) => {
    await expect(importing({ ...endpoint, ...more }, runtimeOf(none()))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(says),
    });
  });

  it('an artefact that was changed is not loaded', async () => {
    const { made } = await served(endpoint);
    const artefact = made.artefact.replace('"task":"binary"', '"task":"novel"');
    expect(() => loadVersion(definition, { ...made.version, number: 1 }, artefact, runtimeOf(none()))).toThrow(
      /not those that were registered/,
    );
  });
});
