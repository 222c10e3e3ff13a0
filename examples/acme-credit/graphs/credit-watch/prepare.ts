import { CountersignError, type Opportunity } from 'countersign';
import type { FlowContext, Prepared, ProposalPlan, RunInput } from 'countersign/flow';
import { creditDesk } from '../../agents/credit-desk.ts';
import { findOpportunities } from '../../tools/find-opportunities.ts';
import { openCreditTask } from '../../tools/open-credit-task.ts';
import { readCreditPosition, type CreditPosition } from '../../tools/read-credit-position.ts';
import { decide, type Concern } from './decide.ts';
import { Mapping } from './mapping.ts';
import { creditWords } from './words.ts';

/** Read, decide, propose. Nothing is written here: the plan says what would be, and the gate asks policy and people. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const position = await flow.read(creditDesk, readCreditPosition, { order: input.record.id });
  const decision = decide(position, mapping);
  flow.audit('decision.made', { decision: decision.kind === 'warn' ? decision.concern : decision.kind });
  switch (decision.kind) {
    case 'calm':
      return { kind: 'done', outcome: 'calm' };
    case 'unknown':
      return {
        kind: 'exception',
        code: 'credit.unknown',
        message: `The ERP does not tell the exposure of customer ${position.customer}`,
        details: { customer: position.customer },
      };
    case 'warn':
      return plan(flow, position, await onlyOpportunity(flow, position.order), decision.concern, mapping);
  }
}

async function onlyOpportunity(flow: FlowContext, order: string): Promise<Opportunity & { ownerId: string }> {
  const [only, ...others] = await flow.read(creditDesk, findOpportunities, { order });
  if (!only || others.length > 0)
    throw new CountersignError(only ? 'link.ambiguous' : 'link.missing', `Not exactly one opportunity names order ${order}`, {
      field: 'link',
    });
  if (only.ownerId === undefined)
    throw new CountersignError('link.missing', `The opportunity of order ${order} has no owner to tell`, { field: 'owner' });
  return { ...only, ownerId: only.ownerId };
}

function plan(
  flow: FlowContext,
  position: CreditPosition,
  opportunity: { id: string; ownerId: string },
  concern: Concern,
  mapping: Mapping,
): ProposalPlan {
  const { order } = position;
  const { sheet, required } = creditWords(position, concern);
  const subject = `Credit of order ${order}: ${concern}`;
  return {
    kind: 'propose',
    // The same concern about the same order is the same task, however many events tell of it.
    identity: { order, opportunity: opportunity.id, concern },
    facts: { net: position.net, owner: opportunity.ownerId, language: mapping.language, mapping: mapping.version },
    title: subject,
    reasons: [`credit is ${concern}; the owner of the deal should hear of it`],
    evidence: [
      {
        label: `Sales order ${order}`,
        connection: flow.connectionName('erp'),
        type: 'A_SalesOrder',
        id: order,
        ...(position.version === undefined ? {} : { version: position.version }),
      },
    ],
    traits: { amount: position.net, tags: ['credit', concern] },
    requestedBy: position.changedBy === undefined ? [] : [{ system: 'erp', user: position.changedBy }],
    slots: [{ slot: 'task', tool: openCreditTask }],
    async write(draft) {
      const text = await draft.narrate({
        agent: creditDesk,
        prompt: 'credit-watch.owner-task',
        locale: mapping.language,
        sheet,
        required,
      });
      await draft.propose('task', openCreditTask, { opportunity: opportunity.id, owner: opportunity.ownerId, subject, text });
    },
  };
}
