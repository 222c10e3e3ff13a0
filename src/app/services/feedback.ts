import type { Approval } from '../../contracts/approvals.ts';
import type { AuditEntry } from '../../contracts/audit.ts';
import { asCountersignError, CountersignError } from '../../contracts/errors.ts';
import type { CaseFeedback, FeedbackRequest, UsedText } from '../../contracts/feedback.ts';
import type { FeedbackService } from '../../contracts/services.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { Proposal } from '../../contracts/proposals.ts';
import type { Core } from '../core.ts';
import { authorise, may, page } from './authorise.ts';

type Case = Pick<CaseFeedback, 'about' | 'threadId' | 'runId' | 'workflow' | 'version'>;
type Said = Pick<CaseFeedback, 'kind' | 'source' | 'counts'> & { readonly reason?: string };

/** Verdicts people give by themselves. Those they give by deciding come from `keepDecision`. */
export function feedbackService(core: Core): FeedbackService {
  return {
    async give(request, by) {
      if ((request.kind === 'override' || request.kind === 'edit') && request.reason === undefined)
        throw new CountersignError('input.invalid', 'An edit and an override say why', { field: 'reason' });
      return 'proposal' in request ? aboutProposal(core, request, by) : aboutAnswer(core, request, by);
    },
    async list(query, by) {
      authorise(core.roles, by, 'runs.read');
      return page(await core.storage.caseFeedback.list({ ...query, limit: query.limit + 1 }), query.limit, (row) => row.id);
    },
  };
}

async function aboutProposal(core: Core, request: Extract<FeedbackRequest, { proposal: string }>, by: Principal): Promise<CaseFeedback> {
  authorise(core.roles, by, 'approvals.read');
  const proposal = await core.storage.proposals.get(request.proposal);
  if (!proposal) throw new CountersignError('resource.not_found', `There is no proposal ${request.proposal}`, { field: 'proposal' });
  const counts = may(core.roles, by, 'approvals.decide') && !proposal.requesters.includes(by.id);
  return keep(core, caseOf(proposal), { ...said(request), source: 'given', counts }, by.id);
}

/** Whoever asked judges the answer; nobody else has read it. */
async function aboutAnswer(core: Core, request: Extract<FeedbackRequest, { answer: string }>, by: Principal): Promise<CaseFeedback> {
  authorise(core.roles, by, 'assistant.use');
  const run = await core.storage.serving.runs.get(request.answer);
  // Somebody else's is as unknown as none.
  if (run?.by.id !== by.id) throw new CountersignError('resource.not_found', 'You have no answer of this id', { field: 'answer' });
  const assistant = await core.storage.serving.assistants.get(run.assistantId);
  const served = core.content.assistants?.find(({ id }) => id === assistant?.graphId);
  const of: Case = {
    about: { type: 'answer', id: run.id },
    threadId: run.threadId,
    runId: run.id,
    workflow: assistant?.graphId ?? run.assistantId,
    version: served?.version ?? 'unknown',
  };
  return keep(core, of, { ...said(request), source: 'given', counts: false }, by.id);
}

const said = ({ kind, reason }: FeedbackRequest): Pick<Said, 'kind' | 'reason'> => ({ kind, ...(reason === undefined ? {} : { reason }) });

const caseOf = (proposal: Proposal): Case => ({
  about: { type: 'proposal', id: proposal.id },
  threadId: proposal.threadId,
  runId: proposal.runId,
  workflow: proposal.workflow,
  version: proposal.workflowVersion,
});

/** A decision is a verdict with its reason. It is kept after the decision and never stands in its way. */
export async function keepDecision(core: Core, approval: Approval, by: Principal): Promise<void> {
  const { status, editors, reason } = approval;
  if (status !== 'approved' && status !== 'rejected') return;
  const kind = status === 'rejected' ? 'override' : editors.length > 0 ? 'edit' : 'accept';
  try {
    const proposal = await core.storage.proposals.get(approval.proposalId);
    if (!proposal) return;
    await keep(core, caseOf(proposal), { kind, source: 'decision', counts: true, ...(reason === undefined ? {} : { reason }) }, by.id);
  } catch (thrown) {
    core.log.error({ approval: approval.id, code: asCountersignError(thrown).code }, 'a decision could not be kept as a verdict');
  }
}

async function keep(core: Core, of: Case, { reason, ...verdict }: Said, by: string): Promise<CaseFeedback> {
  const at = core.clock.now().toISOString();
  const feedback: CaseFeedback = {
    id: core.ids.next('fbk'),
    at,
    by,
    ...verdict,
    // People write names; what is kept beside the case speaks of them in its tokens.
    ...(reason === undefined ? {} : { reason: (await core.privacy.redactText(of.threadId, reason)).text }),
    ...of,
    texts: await textsOf(core, of.runId),
  };
  const entry: AuditEntry = {
    at,
    actor: by,
    action: 'feedback.given',
    runId: of.runId,
    correlationId: of.threadId,
    subject: of.about,
    body: { feedback: feedback.id, kind: feedback.kind, source: feedback.source, workflow: of.workflow, version: of.version },
  };
  await core.storage.caseFeedback.add(feedback, [entry]);
  return feedback;
}

/** The prompts and models behind a run, each once, from the record of what was sent. */
async function textsOf(core: Core, runId: string): Promise<readonly UsedText[]> {
  const sent = await core.storage.egress.list({ runId, limit: 200 });
  const texts = sent.map(({ prompt, provider, model }): UsedText => ({ prompt, engine: provider, model }));
  return [...new Map(texts.map((text) => [JSON.stringify(text), text])).values()];
}
