import { Annotation, MessagesAnnotation } from '@langchain/langgraph';
import type { Block, FactSheet, Source, ToldFact } from 'countersign';
import type { AskedChange } from './answer/paper.ts';
import type { Desk } from './desks.ts';
import type { Focus, Frame } from './understand/frame.ts';
import type { Language } from './understand/language.ts';

/** What a desk found out about one question. */
export type Part = {
  readonly desk: Desk;
  readonly intent: string;
  readonly sheet: FactSheet;
  readonly blocks: readonly Block[];
  readonly sources: readonly Source[];
  readonly restsOn: Readonly<Record<string, string>>;
  readonly suggestions: readonly string[];
  /** Written by a model and checked: it has been said already. `forModel` has tokens where the text has amounts. */
  readonly written?: { readonly text: string; readonly told: readonly ToldFact[]; readonly forModel: string; readonly engine: string };
};

/** Everything is JSON and in tokens. `queue` and `parts` live within one turn; the rest is the memory of the conversation. */
export const AssistantState = Annotation.Root({
  ...MessagesAnnotation.spec,
  title: Annotation<string>({ reducer: (old, next) => next ?? old, default: () => '' }),
  language: Annotation<Language>({ reducer: (_old, next) => next, default: () => 'en' }),
  focus: Annotation<Focus>({ reducer: (_old, next) => next, default: () => ({}) }),
  /** What was spoken of before the messages that are still kept: intents and ids. */
  summary: Annotation<string>({ reducer: (_old, next) => next, default: () => '' }),
  changes: Annotation<readonly AskedChange[]>({ reducer: (_old, next) => next, default: () => [] }),
  queue: Annotation<readonly Frame[]>({ reducer: (_old, next) => next, default: () => [] }),
  parts: Annotation<readonly Part[]>({ reducer: (_old, next) => next, default: () => [] }),
});
export type State = typeof AssistantState.State;
