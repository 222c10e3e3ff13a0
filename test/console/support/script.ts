import type { Answer, AnswerEvent, Source } from '../../../src/contracts/answer.ts';

/** What the scripted assistant says: a list of events a question sets off, and the pauses between them. */
export type Beat =
  | { readonly kind: 'pause'; readonly ms: number }
  | { readonly kind: 'hold' }
  /** The connection breaks here, once. */
  | { readonly kind: 'break' }
  | { readonly kind: 'chunk'; readonly id: string; readonly text: string }
  | { readonly kind: 'custom'; readonly event: AnswerEvent }
  | { readonly kind: 'final'; readonly id: string; readonly content: string; readonly answer?: Answer }
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'park' }
  | { readonly kind: 'error'; readonly error: string; readonly message: string };

const source = (id: string, type: string, record: string, label: string): Source => ({ id, system: 'erp', type, record, label });
const order = (number: number, customer: string, amount: string, text: string, days: number, status: string) => ({
  source: `s${number - 78900}`,
  cells: {
    order: { value: `SO-${number}`, text: `SO-${number}` },
    customer: { value: customer, text: customer },
    amount: { value: amount, text },
    days: { value: String(days), text: `${days} days` },
    due: { value: `2024-05-${String(10 + days)}`, text: `${10 + days} May 2024` },
    status: { value: status, text: status },
  },
});
const rows = [
  order(78911, 'Norwick Supply', '22294.44', '$22,294.44', 9, 'Delayed'),
  order(78914, 'Halden Marine', '184020.00', '$184,020.00', 14, 'Credit block'),
  order(78917, 'Bluewater Foods', '9310.50', '$9,310.50', 3, 'Delayed'),
  order(78920, 'Kestrel Tools', '61750.00', '$61,750.00', 6, 'Rejected'),
  order(78923, 'Orrin & Vale', '118400.20', '$118,400.20', 11, 'Delayed'),
];
const sources: Source[] = [
  ...rows.map((row) => source(row.source, 'SalesOrder', row.cells.order.value, `Sales order ${row.cells.order.value}`)),
  source('s1', 'Query', 'open-orders', 'Open orders of 17 May 2024'),
];
const sentence = 'Five orders are late. Together they are worth $395,775.14, and the largest is SO-78914 with $184,020.00.';
const cite = (text: string, source: string) => ({ start: sentence.indexOf(text), end: sentence.indexOf(text) + text.length, source });

export const overview: Answer = {
  engine: 'narrator',
  locale: 'en-US',
  sources,
  suggestions: ['Why is SO-78914 blocked?', 'Which customers wait longest?', 'Move SO-78911 to 24 May'],
  blocks: [
    { type: 'text', text: sentence, cites: [cite('$395,775.14', 's1'), cite('SO-78914', 's14'), cite('$184,020.00', 's14')] },
    {
      type: 'table',
      title: 'Late orders',
      columns: [
        { key: 'order', label: 'Order', kind: 'id' },
        { key: 'customer', label: 'Customer', kind: 'text' },
        { key: 'amount', label: 'Net value', kind: 'money' },
        { key: 'days', label: 'Late', kind: 'quantity' },
        { key: 'due', label: 'New date', kind: 'date' },
        { key: 'status', label: 'Status', kind: 'status' },
      ],
      rows,
      note: '7 more are late by less than two days.',
    },
    {
      type: 'chart',
      kind: 'bar',
      title: 'Net value of late orders',
      unit: 'USD',
      points: rows.map((row) => ({
        label: row.cells.customer.text,
        value: row.cells.amount.value,
        text: row.cells.amount.text,
        source: row.source,
      })),
    },
    {
      type: 'chart',
      kind: 'line',
      title: 'Late orders by week',
      unit: 'orders',
      points: [4, 6, 5, 9, 8, 12, 12].map((count, i) => ({
        label: `W${14 + i}`,
        value: String(count),
        text: `${count} orders`,
        source: 's1',
      })),
    },
  ],
};

const tool = (id: string, name: string, desk: string, input: Record<string, string>): Beat[] => [
  { kind: 'custom', event: { type: 'tool', id, name, desk, state: 'running', input } },
  { kind: 'pause', ms: 15 },
  { kind: 'custom', event: { type: 'tool', id, name, desk, state: 'done', input, ms: 14.6 } },
];
const words = (id: string, text: string): Beat[] =>
  (text.match(/\S+\s*/g) ?? []).flatMap((word): Beat[] => [
    { kind: 'chunk', id, text: word },
    { kind: 'pause', ms: 4 },
  ]);

export const hostile = {
  text: '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> [click](javascript:alert(1)) **bold**',
  cell: '<svg onload="window.hacked=1">',
  formula: '=HYPERLINK("http://evil.example","x")',
};
const attack: Answer = {
  engine: 'openai',
  locale: 'en-US',
  sources: [{ id: 's1', system: '<b>erp</b>', type: 'javascript:alert(1)', record: '"><script>', label: '<i>label</i>' }],
  suggestions: ['<img src=x onerror=alert(1)>'],
  blocks: [
    {
      type: 'text',
      text: hostile.text,
      cites: [
        { start: 0, end: 4, source: 's1' },
        { start: 2, end: 900, source: 's1' },
      ],
    },
    {
      type: 'table',
      title: hostile.cell,
      columns: [
        { key: '__proto__', label: hostile.cell, kind: 'text' },
        { key: 'b', label: 'b', kind: 'text' },
      ],
      rows: [{ source: 'javascript:alert(1)', cells: { b: { value: hostile.formula, text: hostile.cell } } }],
      note: hostile.text,
    },
    {
      type: 'chart',
      kind: 'bar',
      title: hostile.cell,
      unit: hostile.cell,
      points: [{ label: hostile.cell, value: 'NaN', text: hostile.cell, source: '' }],
    },
    { type: 'notice', level: 'warning', code: 'x', text: hostile.text },
  ],
};

const proposal: Answer = {
  engine: 'narrator',
  locale: 'en-US',
  sources: [],
  suggestions: [],
  blocks: [
    { type: 'text', text: 'I prepared the change. It waits for a controller.', cites: [] },
    {
      type: 'proposal',
      run: 'run_1',
      approval: 'apr_1',
      hash: 'h',
      title: 'Move SO-78911 to 24 May',
      state: 'waiting',
      waitsFor: 'a controller',
      changes: [
        {
          system: 'erp',
          record: 'SalesOrder SO-78911',
          field: 'date',
          label: 'Requested delivery date',
          before: '2024-05-19',
          after: '2024-05-24',
        },
      ],
    },
  ],
};

const long = Array.from({ length: 60 }, (_, i) => `Sentence number ${i + 1} of the long answer.`).join(' ');

/** Question → what happens. Anything else is answered in one sentence. */
export function beatsOf(question: string, id: string): readonly Beat[] {
  const say = (content: string): Beat[] => [...words(id, content), { kind: 'final', id, content }];
  switch (question) {
    case 'Which orders are late?':
      return [
        { kind: 'title', title: 'Late orders' },
        { kind: 'custom', event: { type: 'desk', desk: 'orders' } },
        ...tool('t1', 'erp.list-orders', 'orders', { status: 'late', until: '2024-05-17' }),
        ...tool('t2', 'erp.get-credit-status', 'credit', { order: 'SO-78914', customer: '<ORG_2>' }),
        ...words(id, sentence),
        ...overview.blocks.map((block): Beat => ({ kind: 'custom', event: { type: 'block', message: id, block } })),
        { kind: 'final', id, content: sentence, answer: overview },
      ];
    case 'Start slowly':
    case 'Tell me at length':
      return [...words(id, long.slice(0, 800)), { kind: 'hold' }, ...words(id, long.slice(800)), { kind: 'final', id, content: long }];
    case 'Break the line':
      return [
        ...words(id, 'Before the break. '),
        { kind: 'break' },
        ...words(id, 'After the break: ä €.'),
        { kind: 'final', id, content: 'Before the break. After the break: ä €.' },
      ];
    case 'Break twice':
      return [
        ...words(id, 'One. '),
        { kind: 'break' },
        ...words(id, 'Two. '),
        { kind: 'break' },
        { kind: 'final', id, content: 'One. Two. Three.' },
      ];
    case 'Attack':
      return [...words(id, hostile.text), { kind: 'final', id, content: hostile.text, answer: attack }];
    case 'Take it back':
      return [
        ...words(id, 'The order is worth one million.'),
        { kind: 'custom', event: { type: 'replaced', message: id, reason: 'unfaithful' } },
        ...words(id, 'The order is worth $22,294.44.'),
        { kind: 'hold' },
        { kind: 'final', id, content: 'The order is worth $22,294.44.' },
      ];
    case 'Move SO-78911 to 24 May':
      return [
        ...words(id, 'I prepared the change.'),
        { kind: 'final', id, content: 'I prepared the change. It waits for a controller.', answer: proposal },
        { kind: 'park' },
      ];
    case 'Fail':
      return [
        {
          kind: 'custom',
          event: {
            type: 'tool',
            id: 't9',
            name: 'erp.list-orders',
            desk: 'orders',
            state: 'failed',
            input: {},
            ms: 3,
            error: 'connector.unavailable',
          },
        },
        { kind: 'error', error: 'llm.unavailable', message: 'The language model does not answer.' },
      ];
    default:
      return say(`You said: ${question}`);
  }
}

export const longAnswer = long;
