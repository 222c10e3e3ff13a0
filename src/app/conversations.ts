import type { Services, ToolService } from '../contracts/services.ts';
import type { Serving } from '../contracts/serving.ts';
import type { Config } from '../config/schema.ts';
import { changeRecordType } from '../flow/talk/changes.ts';
import { servedAssistants, talkParts, type Deciding } from './assistant.ts';
import type { Core } from './core.ts';
import { serveGraphs } from './serving.ts';
import { toolService } from './services/tools.ts';

/** Everything people and programs talk to: the assistants behind their protocols, and the desks' tools. */
export function openConversations(
  core: Core,
  services: Pick<Services, 'approvals' | 'runs'>,
  config: Config,
): { readonly serving: Serving; readonly tools: ToolService | undefined } {
  const assistants = core.content.assistants ?? [];
  const deciding: Deciding = {
    decide: (...given) => services.approvals.decide(...given),
    cancel: (...given) => services.runs.cancel(...given),
  };
  const serving = serveGraphs(core, servedAssistants(core, assistants, deciding), {
    webhookHosts: config.conversations.webhooks.hosts,
    ...(config.conversations.webhooks.secret === undefined ? {} : { webhookSecret: config.conversations.webhooks.secret }),
  });
  core.onRunFinished(async (run) => {
    const chat = run.record.type === changeRecordType ? chatIn(await core.flow.payloadOf(run.id)) : chatIn(hintOf(run.input));
    // Whoever asked is told in the conversation, wherever the decision was made.
    if (typeof chat === 'string') await serving.followUp(chat);
  });
  const [first] = assistants;
  return { serving, tools: first && toolService(core, talkParts(core, first, deciding), first) };
}

const chatIn = (given: unknown): unknown => (typeof given === 'object' && given !== null && 'chat' in given ? given.chat : undefined);
const hintOf = (input: unknown): unknown => (typeof input === 'object' && input !== null && 'hint' in input ? input.hint : undefined);
