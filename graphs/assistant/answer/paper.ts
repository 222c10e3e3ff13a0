import {
  factSheet,
  restingFacts,
  type Block,
  type ChartBlock,
  type FactSheet,
  type FactSheetBuilder,
  type JsonObject,
  type NoticeBlock,
  type RecordRef,
  type Source,
  type TableBlock,
} from 'countersign';
import type { Slot } from '../understand/intents/index.ts';
import type { Focus, Frame, ListKind } from '../understand/frame.ts';

/** A sentence to be said: which, and with what. Members are fact ids, flags and words the sentences pick by. */
export type Line = JsonObject & { readonly say: string };

/** A change handed to the gate in this conversation: its run, and what the inboxes of others need to show it. */
export type AskedChange = {
  readonly run: string;
  readonly tool: string;
  readonly input: JsonObject;
  readonly title: string;
  /** The state it was last told in, and what was to be decided then; an edit makes another. */
  readonly told: string;
  readonly hash?: string;
};

/** What a desk has found out about one question, before it is put into words. */
export type Paper = {
  readonly locale: string;
  /** Facts that rest on a record; every number of an answer comes through here. */
  from(source: Source): FactSheetBuilder;
  source(record: { readonly system: string; readonly type: string; readonly record: string; readonly label: string }): Source;
  ofRecord(ref: RecordRef, label: string): Source;
  /** Facts that rest on a question or on the whole of what was read. */
  readonly facts: FactSheetBuilder;
  say(say: string, values?: Readonly<Record<string, JsonObject[string] | undefined>>): void;
  table(table: Omit<TableBlock, 'type'>): void;
  chart(chart: Omit<ChartBlock, 'type'>): void;
  notice(notice: Omit<NoticeBlock, 'type'>): void;
  block(block: Block): void;
  /** What the conversation speaks of from now on. */
  remember(focus: Partial<Pick<Focus, 'order' | 'customer' | 'material' | 'deal'>>): void;
  list(kind: ListKind, ids: readonly string[]): void;
  /** A question back: which of these, or what. */
  ask(frame: Frame, slot: Slot, options: readonly string[]): void;
  suggest(...texts: readonly string[]): void;
  /** A change that was handed to the gate. */
  asked(change: AskedChange): void;
  /** What became of one that was asked for before. */
  told(run: string, state: string): void;
  finished(): Finished;
};

export type Finished = {
  readonly sheet: FactSheet;
  readonly required: readonly string[];
  readonly lines: readonly Line[];
  readonly blocks: readonly Block[];
  readonly sources: readonly Source[];
  /** Fact id → source id. */
  readonly restsOn: Readonly<Record<string, string>>;
  readonly focus: Focus;
  readonly suggestions: readonly string[];
  readonly changes: readonly AskedChange[];
  readonly told: Readonly<Record<string, string>>;
};

/** `firstSource` goes on where the paper before left off, so that ids of sources are one list through a whole answer. */
export function createPaper(locale: string, firstSource: number): Paper {
  const facts = factSheet();
  const sources: Source[] = [];
  const restsOn: Record<string, string> = {};
  const lines: Line[] = [];
  const blocks: Block[] = [];
  const suggestions: string[] = [];
  const changes: AskedChange[] = [];
  const told: Record<string, string> = {};
  let focus: Focus = {};
  const source: Paper['source'] = (record) => {
    const known = sources.find((each) => each.record === record.record && each.type === record.type && each.system === record.system);
    if (known) return known;
    const made: Source = { id: `s${firstSource + sources.length}`, ...record };
    sources.push(made);
    return made;
  };
  return {
    locale,
    facts,
    source,
    ofRecord: (ref, label) => source({ system: ref.connection, type: ref.type, record: ref.id, label }),
    from: (of) => restingFacts(facts, (id) => (restsOn[id] ??= of.id)),
    say(say, { totals, ...values } = {}) {
      // Sums of several currencies stand side by side: the first, and what comes with it.
      const sums = Array.isArray(totals) ? { ...(totals.length > 0 ? { total: totals[0] } : {}), also: totals.slice(1) } : {};
      lines.push(JSON.parse(JSON.stringify({ say, ...values, ...sums })));
    },
    table: (table) => blocks.push({ type: 'table', ...table }),
    chart: (chart) => blocks.push({ type: 'chart', ...chart }),
    notice: (notice) => blocks.push({ type: 'notice', ...notice }),
    block: (block) => blocks.push(block),
    remember(change) {
      focus = { ...focus, ...change };
    },
    list(kind, ids) {
      focus = { ...focus, list: { kind, ids: ids.slice(0, 50) } };
    },
    ask(frame, slot, options) {
      focus = { ...focus, asked: { frame, slot, options } };
    },
    suggest: (...texts) => suggestions.push(...texts.filter((text) => !suggestions.includes(text))),
    asked: (change) => void changes.push(change),
    told(run, state) {
      told[run] = state;
    },
    finished: () => ({
      sheet: facts.build({ lines }),
      required: [],
      lines,
      blocks,
      sources,
      restsOn,
      focus,
      suggestions: suggestions.slice(0, 4),
      changes,
      told,
    }),
  };
}
