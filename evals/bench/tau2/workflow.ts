import { CountersignError, defineAgent, defineWorkflow, type JsonObject, type Tool } from 'countersign';
import { gated, type Evidence, type FlowContext, type Prepared } from 'countersign/flow';
import { centsIn, decimalOf } from './cents.ts';
import { getOrder, getProduct, getUser, readTools } from './read-tools.ts';
import type { Order, Product } from './records.ts';
import { decide, type Asked } from './rules.ts';
import { writeTools } from './write-tools.ts';

export const retailTools: readonly Tool[] = [...readTools, ...writeTools];

/** Who serves customers of the shop; the policy it follows is code and, for a model, the text of policy.md. */
export const retailDesk = defineAgent({
  id: 'retail.desk',
  role: 'Serves one authenticated customer of the shop and proposes the changes the policy allows.',
  prompts: [],
  tools: retailTools,
  limits: { maxModelCalls: 60, maxTokens: 200_000, timeoutMs: 60_000 },
});

export const changeRequested = 'retail.change-requested';
export const recordTypes = { order: 'RetailOrder', user: 'RetailUser' } as const;

/** The explicit yes of the policy is an approval on record: no change of the shop goes without one. */
const policy = {
  version: '1.0.0',
  rules: [
    {
      name: 'explicit-yes',
      reason: 'every change of the shop is confirmed before it is written',
      when: { tags: ['retail'] },
      verdict: { effect: 'ask', role: 'clerk', expiresInMs: 86_400_000 },
    },
  ],
  otherwise: { effect: 'deny' },
} as const;

const common = {
  version: '1.0.0',
  triggers: [{ on: 'event', types: [changeRequested] }],
  phase: 'automatic',
  policy,
  agents: [retailDesk],
  tools: retailTools,
} as const;

/** One order, one ordering key, whichever conversation asks. */
const orderChange = defineWorkflow({
  ...common,
  id: 'retail-order-change',
  description: 'Cancels, modifies, returns and exchanges as the policy of the shop allows.',
  recordType: recordTypes.order,
  graph: gated({ prepare: refusals(prepareOrder) }),
});

const userChange = defineWorkflow({
  ...common,
  id: 'retail-user-change',
  description: 'Changes the default address of a customer.',
  recordType: recordTypes.user,
  graph: gated({ prepare: refusals(prepareUser) }),
});

export const retailWorkflows = [orderChange, userChange];

/** How a run ends that the policy refuses: an answer to the customer, not an exception for a person. */
export const refusedPrefix = 'refused: ';

function refusals(prepare: (flow: FlowContext) => Promise<Prepared>) {
  return async (flow: FlowContext): Promise<Prepared> => {
    try {
      return await prepare(flow);
    } catch (thrown) {
      if (!(thrown instanceof CountersignError)) throw thrown;
      if (!['auth.forbidden', 'resource.not_found', 'input.invalid'].includes(thrown.code)) throw thrown;
      return { kind: 'done', outcome: `${refusedPrefix}${thrown.message}` };
    }
  };
}

async function prepareOrder(flow: FlowContext): Promise<Prepared> {
  const { tool, input, title, reasons } = await flow.requested();
  // The tool's schema was applied; its name is its id without the system.
  const asked = { ...input, tool: tool.id.replace('retail.', '') } as unknown as Asked;
  const order = await flow.read(retailDesk, getOrder, { order_id: asked.order_id });
  const user = await flow.read(retailDesk, getUser, { user_id: order.user_id });
  const products = new Map<string, Product>();
  for (const id of new Set('new_item_ids' in asked ? order.items.map((line) => line.product_id) : []))
    products.set(id, await flow.read(retailDesk, getProduct, { product_id: id }));
  const decision = decide(asked, { order, user, products });
  if (decision.kind === 'refused') return { kind: 'done', outcome: `${refusedPrefix}${decision.reason}` };
  const evidence: Evidence = {
    label: `Order ${order.order_id}`,
    connection: 'retail',
    type: 'Order',
    id: order.order_id,
    version: order.version,
  };
  return plan(flow, { tool, input, title, reasons, evidence, amount: totalOf(order) });
}

async function prepareUser(flow: FlowContext): Promise<Prepared> {
  const { tool, input, title, reasons } = await flow.requested();
  const user = await flow.read(retailDesk, getUser, { user_id: tool.target(input).id ?? '' });
  const evidence: Evidence = { label: 'Customer', connection: 'retail', type: 'User', id: user.user_id, version: user.version };
  return plan(flow, { tool, input, title, reasons, evidence });
}

type Request = Pick<Awaited<ReturnType<FlowContext['requested']>>, 'tool' | 'input' | 'title' | 'reasons'>;

function plan(flow: FlowContext, request: Request & { evidence: Evidence; amount?: string }): Prepared {
  const { tool, input, title, reasons, evidence, amount } = request;
  const identity: JsonObject = { tool: tool.id, input };
  return {
    kind: 'propose',
    // Asked for twice in a row it is one change; the order it leads to is what the second one finds.
    identity,
    facts: { tool: tool.id, input, title, reasons: [...reasons], askedAt: flow.receivedAt },
    title,
    reasons,
    evidence: [evidence],
    traits: { tags: ['retail', tool.id], ...(amount === undefined ? {} : { amount: { amount, currency: 'USD' } }) },
    requestedBy: [],
    slots: [{ slot: 'change', tool }],
    write: (draft) => draft.propose('change', tool, input),
  };
}

function totalOf(order: Order): string {
  return decimalOf(order.items.reduce((cents, { price }) => cents + centsIn(price), 0));
}
