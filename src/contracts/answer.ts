import { z } from 'zod';

/**
 * What the assistant answers: typed blocks, never markup. Texts hold tokens in state and values at the exit of the thread's
 * own user. Every number cites the record it came from by the id of a source.
 */
export const Source = z.strictObject({
  /** `s1`, `s2`, … within one answer. */
  id: z.string().max(20),
  /** The connection that holds the record. */
  system: z.string().max(100),
  type: z.string().max(100),
  record: z.string().max(100),
  /** `Sales order SO-78910`; business words and ids, no name. */
  label: z.string().max(200),
});
export type Source = z.infer<typeof Source>;

/** `start` and `end` are positions of UTF-16 units in the block's text, end exclusive; what stands there rests on `source`. */
export const Cite = z.strictObject({ start: z.int().min(0), end: z.int().min(0), source: z.string().max(20) });
export type Cite = z.infer<typeof Cite>;

/** How a cell or point is shown: `money` as decimal text with the currency of its column or cell, `date` as an ISO day. */
export const columnKinds = ['text', 'id', 'money', 'quantity', 'count', 'percent', 'date', 'status'] as const;
export type ColumnKind = (typeof columnKinds)[number];

export const TextBlock = z.strictObject({ type: z.literal('text'), text: z.string().max(20_000), cites: z.array(Cite).max(500) });
export type TextBlock = z.infer<typeof TextBlock>;

/** `value` is what is compared and sorted (decimal text, ISO day, id), `text` what is read, in the reader's locale. */
export const Cell = z.strictObject({ value: z.string().max(1000), text: z.string().max(1000) });
export type Cell = z.infer<typeof Cell>;

export const TableBlock = z.strictObject({
  type: z.literal('table'),
  title: z.string().max(300),
  columns: z.array(z.strictObject({ key: z.string().max(40), label: z.string().max(100), kind: z.enum(columnKinds) })).max(20),
  rows: z.array(z.strictObject({ source: z.string().max(20), cells: z.record(z.string(), Cell) })).max(500),
  /** `12 more` and the like; empty when the table is whole. */
  note: z.string().max(300),
});
export type TableBlock = z.infer<typeof TableBlock>;

/** One series of figures. Labels are words or ids, `value` decimal text, `text` how it reads. */
export const ChartBlock = z.strictObject({
  type: z.literal('chart'),
  kind: z.enum(['bar', 'line']),
  title: z.string().max(300),
  /** What the values are: `EUR`, `pcs`, `days`. */
  unit: z.string().max(40),
  points: z
    .array(z.strictObject({ label: z.string().max(200), value: z.string().max(60), text: z.string().max(100), source: z.string().max(20) }))
    .max(200),
});
export type ChartBlock = z.infer<typeof ChartBlock>;

/** A change that waits to be countersigned, or what became of it. The card itself is read live from /v1/approvals/ID. */
export const ProposalBlock = z.strictObject({
  type: z.literal('proposal'),
  /** The run that carries it: /v1/journal/RUN. */
  run: z.string().max(100),
  /** Absent where policy needed nobody, refused, or the run has not come that far yet. */
  approval: z.string().max(100).optional(),
  hash: z.string().max(100).optional(),
  title: z.string().max(300),
  state: z.enum([
    'checking',
    'waiting',
    'approved',
    'applied',
    'rejected',
    'expired',
    'withdrawn',
    'superseded',
    'unchanged',
    'proposed',
    'failed',
  ]),
  /** Whom it waits for: a role or a person, in words. */
  waitsFor: z.string().max(200),
  changes: z
    .array(
      z.strictObject({
        system: z.string().max(100),
        record: z.string().max(200),
        field: z.string().max(100),
        label: z.string().max(100),
        before: z.string().max(2000),
        after: z.string().max(20_000),
      }),
    )
    .max(100),
});
export type ProposalBlock = z.infer<typeof ProposalBlock>;

/** Something about the answer itself: a streamed text that was taken back, a limit that was reached, a system that is away. */
export const NoticeBlock = z.strictObject({
  type: z.literal('notice'),
  level: z.enum(['info', 'warning']),
  code: z.string().max(100),
  text: z.string().max(2000),
});
export type NoticeBlock = z.infer<typeof NoticeBlock>;

export const Block = z.discriminatedUnion('type', [TextBlock, TableBlock, ChartBlock, ProposalBlock, NoticeBlock]);
export type Block = z.infer<typeof Block>;

/** Stands in `additional_kwargs.answer` of the assistant's message; its `content` is the same as plain text. */
export const Answer = z.strictObject({
  blocks: z.array(Block).max(50),
  sources: z.array(Source).max(1000),
  /** What wrote it: `narrator`, `openai`, `ollama`. */
  engine: z.string().max(40),
  locale: z.string().max(20),
  /** Things the asker may say next, in their language. */
  suggestions: z.array(z.string().max(200)).max(8),
});
export type Answer = z.infer<typeof Answer>;

/** Events of stream mode `custom` while the assistant works. */
export const AnswerEvent = z.discriminatedUnion('type', [
  /** A tool starts or ended; `ms` and `error` (a code) when it ended. `input` holds ids and tokens as they stand in state. */
  z.strictObject({
    type: z.literal('tool'),
    id: z.string(),
    name: z.string(),
    desk: z.string(),
    state: z.enum(['running', 'done', 'failed']),
    input: z.record(z.string(), z.json()),
    ms: z.number().optional(),
    error: z.string().optional(),
  }),
  /** The conversation is handed to a desk. */
  z.strictObject({ type: z.literal('desk'), desk: z.string() }),
  /** A block of the message that is being written; text comes as message chunks and whole again here. */
  z.strictObject({ type: z.literal('block'), message: z.string(), block: Block }),
  /** What was streamed for this message did not hold; the final message replaces it. */
  z.strictObject({ type: z.literal('replaced'), message: z.string(), reason: z.string() }),
]);
export type AnswerEvent = z.infer<typeof AnswerEvent>;
