import { approvalsIn, forAgentInbox, readDecisions } from '../flow/talk/inbox.ts';
import type { Assistant } from '../contracts/authoring.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { ServedGraph, ServedHooks, ServedRun } from '../contracts/served.ts';
import type { ApprovalService } from '../contracts/services.ts';
import { accept } from '../events/intake.ts';
import { changeRecordType, createChangeRequests } from '../flow/talk/changes.ts';
import { createErrands } from '../flow/talk/errands.ts';
import { createDirectory } from '../flow/talk/directory.ts';
import { enterMessages } from '../flow/talk/enter.ts';
import type { ChangeRequests, TalkParts, TalkRun } from '../flow/talk/parts.ts';
import { revealTree } from '../flow/talk/reveal.ts';
import { may } from './services/authorise.ts';
import type { Core } from './core.ts';
import { startRun } from './services/start-run.ts';

export type Deciding = Pick<ApprovalService, 'decide'> & { cancel(runId: string, reason: string, by: ServedRun['by']): Promise<unknown> };

/** The installation's conversations as graphs the server can serve. */
export function servedAssistants(core: Core, assistants: readonly Assistant[], deciding: Deciding): readonly ServedGraph[] {
  return assistants.map((assistant) => served(core, assistant, deciding));
}

function served(core: Core, assistant: Assistant, deciding: Deciding): ServedGraph {
  const parts = talkParts(core, assistant, deciding);
  // The builder came from countersign/flow, which is where these types live; contracts cannot name them.
  const graph = assistant.graph.build(assistant, parts as never, core.saver as never);
  return { id: assistant.id, description: assistant.description, graph, hooks: hooksOf(core, assistant, parts, deciding) };
}

export function talkParts(core: Core, assistant: Assistant, deciding: Deciding): TalkParts {
  const changes = changeRequests(core, deciding);
  return {
    flow: core.flow,
    timeZone: core.config.timeZone,
    directory: createDirectory({ connection: core.flow.connection, clock: core.clock, log: core.log, isOwnWord: assistant.isOwnWord }),
    changes,
    errands: createErrands({
      privacy: core.privacy,
      runs: core.storage.runs,
      exceptions: core.storage.exceptions,
      changes,
      offered: (by) => (may(core.roles, by, 'runs.start') ? core.intake.workflows().map(({ workflow }) => workflow.id) : []),
      async start(workflow, record, by, chat) {
        if (core.isPaused(workflow))
          throw new CountersignError('capability.missing', `The workflow ${workflow} is paused`, { field: 'workflow', retry: 'later' });
        const [run] = (await startRun(core, { workflow, record, source: 'assistant', chat }, by)).runIds;
        if (run === undefined)
          throw new CountersignError('capability.missing', `The workflow ${workflow} rests here`, { field: 'workflow' });
        return run;
      },
    }),
  };
}

function changeRequests(core: Core, deciding: Deciding): ChangeRequests {
  const { storage } = core;
  return createChangeRequests({
    privacy: core.privacy,
    runs: storage.runs,
    approvals: storage.approvals,
    proposals: storage.proposals,
    clock: core.clock,
    sleep: core.sleep,
    async accept({ recordId, body }, by) {
      // Events wait for the end of a stop; somebody who asks in a conversation is told instead of kept waiting.
      if (core.isPaused('change-request'))
        throw new CountersignError('capability.missing', 'Changes asked for in conversations are paused', {
          field: 'change-request',
          retry: 'later',
        });
      const record = { connection: 'assistant', type: changeRecordType, id: recordId };
      const accepted = await accept(core.intake, { source: 'assistant', type: 'assistant.change-requested', record, hint: {} }, by, body);
      const [run] = accepted.runIds;
      if (run === undefined)
        throw new CountersignError('capability.missing', 'Changes asked for in conversations are not installed', {
          field: 'change-request',
        });
      return run;
    },
    withdraw: async (approval, reason, by) => {
      await deciding.decide(approval.id, { verdict: 'withdraw', hash: approval.proposalHash, reason }, by);
    },
    cancel: async (runId, reason, by) => {
      await deciding.cancel(runId, reason, by);
    },
  });
}

function hooksOf(core: Core, assistant: Assistant, parts: TalkParts, deciding: Deciding): ServedHooks {
  return {
    enter: (run, input) =>
      enterMessages({ privacy: core.privacy, directory: parts.directory, isOwnWord: assistant.isOwnWord }, run.threadId, input, run.signal),
    reveal: (threadId, tree) => revealTree(core.privacy, threadId, tree),
    configurable: ({ runId, threadId, by, signal }) => ({ __talk: { runId, threadId, by, signal } satisfies TalkRun }),
    showInterrupt: (value, inbox) => (inbox === 'agent-inbox' ? forAgentInbox(value) : value),
    async decide(run, parked, resume) {
      const answers: Record<string, unknown> = {};
      const byId = typeof resume === 'object' && resume !== null && parked.every(({ id }) => id in resume);
      for (const { id, value } of parked) {
        const given: unknown = byId ? Reflect.get(resume, id) : resume;
        for (const { approval, decision } of readDecisions(given, approvalsIn(value))) {
          const safe =
            decision.verdict === 'edit' ? { ...decision, input: await core.privacy.restore(run.threadId, decision.input) } : decision;
          await deciding.decide(approval, safe, run.by);
        }
        answers[id] = { decided: true };
      }
      return answers;
    },
    async mayUpdate(_run, parked) {
      if (parked.length > 0)
        throw new CountersignError('approval.not_allowed', 'An approval waits here; decide it instead of writing the state', {
          field: 'values',
        });
      throw new CountersignError('input.invalid', 'The assistant keeps its own state; send it a message instead', { field: 'values' });
    },
  };
}
