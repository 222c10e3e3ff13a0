import { z } from 'zod';
import type { Decision } from '../../contracts/approvals.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { JsonObject } from '../../contracts/json.ts';

/** A change that waits, as a parked conversation tells of it: what clients of others need to show and to answer. */
export type ParkedChange = {
  readonly approval: string;
  readonly hash: string;
  readonly run: string;
  readonly tool: string;
  readonly input: JsonObject;
  readonly title: string;
};

/** What the conversation's interrupt holds: our own list, and the shape of human-in-the-loop middleware in both casings. */
export type ParkedValue = {
  readonly approvals: readonly Pick<ParkedChange, 'approval' | 'hash' | 'run'>[];
  readonly action_requests: readonly { readonly name: string; readonly args: JsonObject; readonly description: string }[];
  readonly review_configs: readonly { readonly action_name: string; readonly allowed_decisions: readonly string[] }[];
  readonly actionRequests: readonly { readonly name: string; readonly args: JsonObject; readonly description: string }[];
  readonly reviewConfigs: readonly { readonly actionName: string; readonly allowedDecisions: readonly string[] }[];
};

const allowed = ['approve', 'edit', 'reject'];

export function parkedValue(changes: readonly ParkedChange[]): ParkedValue {
  const requests = changes.map(({ tool, input, title }) => ({ name: tool, args: input, description: title }));
  return {
    approvals: changes.map(({ approval, hash, run }) => ({ approval, hash, run })),
    action_requests: requests,
    review_configs: changes.map(({ tool }) => ({ action_name: tool, allowed_decisions: allowed })),
    actionRequests: requests,
    reviewConfigs: changes.map(({ tool }) => ({ actionName: tool, allowedDecisions: allowed })),
  };
}

const Parked = z.object({
  approvals: z.array(z.object({ approval: z.string(), hash: z.string(), run: z.string() })),
  action_requests: z.array(z.object({ name: z.string(), args: z.record(z.string(), z.json()), description: z.string() })),
});

export type ParkedApprovals = z.infer<typeof Parked>['approvals'];

/** The approvals an interrupt's value names; empty for one that is not ours. */
export function approvalsIn(value: unknown): ParkedApprovals {
  const parsed = Parked.safeParse(value);
  return parsed.success ? parsed.data.approvals : [];
}

/** The same question in the shape of agent-inbox: a list of actions with what may be done about each. */
export function forAgentInbox(value: unknown): unknown {
  const parsed = Parked.safeParse(value);
  if (!parsed.success) return value;
  return parsed.data.action_requests.map(({ name, args, description }) => ({
    action_request: { action: name, args },
    config: { allow_accept: true, allow_edit: true, allow_respond: true, allow_ignore: true },
    description,
  }));
}

const Words = z.string().max(2000);
const Edited = z.looseObject({ name: z.string().optional(), action: z.string().optional(), args: z.record(z.string(), z.json()) });
const One = z.looseObject({
  type: z.string().max(40).optional(),
  verdict: z.string().max(40).optional(),
  message: Words.nullish(),
  reason: Words.nullish(),
  edited_action: Edited.optional(),
  editedAction: Edited.optional(),
  args: z.union([Words, Edited, z.record(z.string(), z.json())]).nullish(),
});
const Resume = z.union([
  z.array(One).min(1).max(50),
  z.looseObject({ decisions: z.array(One).min(1).max(50) }).transform(({ decisions }) => decisions),
  One.transform((one) => [one]),
]);

/**
 * What a client of either inbox sent, as decisions on the approvals that wait, one for each in their order. Anything else is
 * input.invalid with the field; nothing is guessed, for what is decided here is written to somebody's books.
 */
export function readDecisions(
  resume: unknown,
  approvals: ParkedApprovals,
): readonly { readonly approval: string; readonly decision: Decision }[] {
  const parsed = Resume.safeParse(resume);
  if (!parsed.success)
    throw new CountersignError(
      'input.invalid',
      'An approval waits here: resume with { decisions: [{ type: "approve" }] }, edit or reject with a message, or decide it under /v1/approvals',
      { field: 'command.resume' },
    );
  if (parsed.data.length !== approvals.length)
    throw new CountersignError('input.invalid', `${approvals.length} approvals wait; send one decision for each, in their order`, {
      field: 'command.resume',
    });
  return parsed.data.map((one, at) => {
    const { approval, hash } = approvals[at] ?? { approval: '', hash: '' };
    return { approval, decision: decisionOf(one, hash, `command.resume[${at}]`) };
  });
}

/** What inboxes call a decision → what it is here. */
const verdicts: Readonly<Record<string, 'approve' | 'edit' | 'reject' | 'ask' | 'withdraw'>> = {
  approve: 'approve',
  accept: 'approve',
  edit: 'edit',
  reject: 'reject',
  ignore: 'reject',
  response: 'ask',
  respond: 'ask',
  ask: 'ask',
  withdraw: 'withdraw',
};

function decisionOf(one: z.infer<typeof One>, hash: string, field: string): Decision {
  const kind = one.type ?? one.verdict ?? '';
  const said = wordsIn(one);
  const verdict = Object.hasOwn(verdicts, kind) ? verdicts[kind] : undefined;
  switch (verdict) {
    case 'approve':
      return { verdict, hash };
    case 'edit':
      return { verdict, hash, slot: 'change', input: editedInput(one, field) };
    case 'reject':
      return {
        verdict,
        hash,
        reason: required(said ?? (kind === 'ignore' ? 'Ignored in the inbox' : ''), 'A rejection says why', `${field}.message`),
      };
    case 'ask':
      return { verdict, hash, question: required(said ?? '', 'The response is empty', `${field}.args`) };
    case 'withdraw':
      return { verdict, hash, reason: said ?? 'Withdrawn by the asker' };
    case undefined:
      throw new CountersignError('input.invalid', 'The type is approve, edit or reject', { field: `${field}.type` });
  }
}

function wordsIn({ message, reason, args }: z.infer<typeof One>): string | undefined {
  return message ?? reason ?? (typeof args === 'string' ? args : undefined);
}

function required(text: string, otherwise: string, field: string): string {
  if (text === '') throw new CountersignError('input.invalid', otherwise, { field });
  return text;
}

type EditInput = Extract<Decision, { verdict: 'edit' }>['input'];

/** `edited_action`, `editedAction` or, from agent-inbox, `args: { action, args }`. */
function editedInput({ edited_action: snake, editedAction: camel, args }: z.infer<typeof One>, field: string): EditInput {
  const given = snake ?? camel ?? args;
  const inner: unknown = typeof given === 'object' && given !== null && 'args' in given ? given['args'] : given;
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner))
    throw new CountersignError('input.invalid', 'An edit names the arguments it changes', { field: `${field}.edited_action.args` });
  // Checked as JSON by the schema above.
  return inner as EditInput;
}
