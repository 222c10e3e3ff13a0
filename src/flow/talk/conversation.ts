import type { LangGraphRunnableConfig, BaseCheckpointSaver } from '@langchain/langgraph';
import { AnswerEvent } from '../../contracts/answer.ts';
import type { Assistant, ConversationBuilder } from '../../contracts/authoring.ts';
import { CountersignError } from '../../contracts/errors.ts';
import { createTalk } from './context.ts';
import type { Talk, TalkParts, TalkRun } from './parts.ts';

/** What the author of a conversation gets to build its graph with. */
export type ConversationTools = {
  /** The turn a node works for. */
  readonly talk: (config: LangGraphRunnableConfig) => Talk;
  readonly checkpointer: BaseCheckpointSaver | undefined;
};

/** What an assistant names as its `graph`: `build` answers with a compiled LangGraph graph. */
export function conversation(build: (tools: ConversationTools, assistant: Assistant) => unknown): ConversationBuilder {
  return {
    kind: 'conversation',
    build: (assistant, parts: TalkParts, checkpointer: BaseCheckpointSaver | undefined) =>
      build({ talk: (config) => talkOf(parts, assistant, config), checkpointer }, assistant),
  };
}

function talkOf(parts: TalkParts, assistant: Assistant, config: LangGraphRunnableConfig): Talk {
  // Put there by the server's hooks; see src/app/assistant.ts.
  const run = config.configurable?.['__talk'] as TalkRun | undefined;
  if (!run) throw new CountersignError('state.invalid', 'The conversation was started without a run');
  return createTalk(parts, { ...run, signal: config.signal ?? run.signal }, assistant, (event) =>
    config.writer?.(AnswerEvent.parse(event)),
  );
}
