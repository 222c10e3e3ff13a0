type Row = Record<string, unknown>;
type Answer = {
  readonly id: string;
  readonly model: string;
  readonly role: 'champion' | 'shadow' | 'rule';
  readonly version?: number;
  readonly entity?: string;
  readonly asOf: string;
  readonly at: string;
  readonly output: Row;
  readonly confidence?: number;
  readonly interval?: Row;
  readonly factors?: readonly { readonly feature: string; readonly contribution: number }[];
  readonly inputs?: readonly Row[];
};

const moments = { asOf: '2024-05-17T06:00:00.000Z', at: '2024-05-17T06:00:01.000Z' };
const late = (id: string, more: Partial<Answer> = {}): Answer => ({
  id: `prd_${id}`,
  model: 'late-payment',
  role: 'champion',
  version: 3,
  entity: 'invoice-7f31',
  ...moments,
  output: { late_probability: 0.42 },
  confidence: 0.58,
  factors: [{ feature: 'days_late_mean', contribution: 0.2 }],
  inputs: [{ field: 'days_late_mean', value: 12, from: 'fetched' }],
  ...more,
});
const rule = (id: string, more: Partial<Answer> = {}): Answer => {
  const { version: _version, confidence: _confidence, ...rest } = late(id, { role: 'rule', factors: [], ...more });
  return rest;
};
const shadow = (id: string): Answer => late(id, { role: 'shadow', version: 4 });

/** What the table has to hold of an answer, told once more from the answer alone; `cut` names fields that do not fit and read otherwise. */
function rowsOf(answer: Answer, cut: Readonly<Record<string, string>> = {}): readonly (readonly [string, string])[] {
  const { id, model, role, version = 0, entity = '', confidence, interval, factors = [], inputs = [] } = answer;
  const byPull = factors.toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const row: Record<string, string> = {
    PredictionId: id,
    Model: model,
    ModelVersion: String(version),
    Definition: '1.0.0',
    Environment: 'production',
    DecidedBy: role === 'rule' ? 'rule' : 'model',
    RecordKey: entity,
    AsOfDateTime: answer.asOf,
    PredictedDateTime: answer.at,
    Output: JSON.stringify(answer.output),
    Confidence: confidence === undefined ? '' : String(confidence),
    Interval: interval === undefined ? '' : JSON.stringify(interval),
    Inputs: JSON.stringify(inputs),
    Factors: JSON.stringify(byPull),
    CorrelationId: `for ${id}`,
    ...cut,
  };
  return Object.entries(row).map(([field, value]) => [`erp DecisionAudit new ${id} ${field}`, value]);
}

type Told = {
  readonly trouble?: string;
  readonly status?: string;
  readonly cut?: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
};

function copied(id: string, answers: readonly Answer[], { trouble, status = 'done', cut = {}, tags = [] }: Told = {}): Row {
  const kept = answers.filter(({ role }) => role !== 'shadow');
  return {
    id,
    kind: 'workflow',
    tags,
    record: 'predictions',
    answers,
    ...(trouble === undefined ? {} : { trouble }),
    expect: {
      status,
      state: Object.fromEntries(
        kept.flatMap((answer): [string, unknown][] => [
          ...rowsOf(answer, cut).map(([place, value]): [string, unknown] => [place, value]),
          [`erp DecisionAudit ${answer.id} rows`, 1],
        ]),
      ),
    },
  };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

/** Answers of numeric models and the rows the ERP must hold of them, each once. */
export function answerRows(): readonly Row[] {
  const long = 'x'.repeat(2500);
  return [
    copied('a-model', [late('a1')]),
    copied('a-rule', [rule('b1')]),
    copied('an-interval', [late('c1', { output: { days_late: 9 }, interval: { low: 2, high: 21, level: 0.8 } })]),
    copied('no-record', [late('d1', { entity: '' })]),
    copied('no-confidence', [rule('e1', { output: { band: 'high' }, entity: 'customer-11aa' })]),
    copied('many-digits', [late('f1', { confidence: 0.123456 })]),
    copied('greatest-pull-first', [
      late('g1', {
        factors: [
          { feature: 'small', contribution: 0.01 },
          { feature: 'down', contribution: -0.9 },
          { feature: 'up', contribution: 0.5 },
        ],
      }),
    ]),
    copied('several', [late('h1'), rule('h2'), late('h3', { entity: 'invoice-0c12', output: { late_probability: 0.9 } })], {
      tags: ['batch'],
    }),
    copied('a-shadow-beside', [late('i1'), shadow('i2')], { tags: ['shadow'] }),
    copied('shadows-alone', [shadow('j1'), shadow('j2')], { tags: ['shadow'], status: 'none' }),
    copied(
      'more-than-a-range',
      numbers(53).map((at) => rule(`k${at}`, { output: { at }, inputs: [] })),
      { tags: ['batch'], status: 'done done' },
    ),
    copied('handed-over-twice', [late('l1'), late('l2')], { tags: ['twice'], trouble: 'handed-over-twice', status: 'done done' }),
    copied('row-is-there', [late('m1')], { tags: ['twice'], trouble: 'row-is-there' }),
    copied('a-word-too-long', [late('n1', { output: { note: long } })], {
      tags: ['cut'],
      cut: { Output: JSON.stringify({ note: { cut: 2300, begins: 'x'.repeat(200) } }) },
    }),
    copied('letters-of-all-kinds', [late('o1', { output: { band: 'größer 東京 👋', formula: '=1+1', quote: '"\\\n' } })]),
  ];
}
