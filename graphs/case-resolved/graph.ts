import { CountersignError, type ServiceCase } from 'countersign';
import type { FlowContext, Prepared, ProposalPlan, RunInput } from 'countersign/flow';
import { serviceDesk } from '../../agents/service-desk.ts';
import { getServiceCase } from '../../tools/crm/get-service-case.ts';
import { updateCase } from '../../tools/crm/update-case.ts';
import { completeServiceOrder } from '../../tools/erp/complete-service-order.ts';
import { getReturn } from '../../tools/erp/get-return.ts';
import { getServiceOrder } from '../../tools/erp/get-service-order.ts';
import { noteOnServiceOrder } from '../../tools/erp/note-on-service-order.ts';
import { releaseReturn } from '../../tools/erp/release-return.ts';
import { asException } from '../_shared/problem.ts';
import { decide, partsOf, partsWords, type Document } from './decide.ts';
import { Mapping } from './mapping.ts';

export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const one = await flow.read(serviceDesk, getServiceCase, { case: input.record.id });
  const early = one.isClosed && one.erpDocumentId !== undefined ? await documentOf(flow, one.erpDocumentId) : undefined;
  const decision = decide(one, early, mapping);
  switch (decision.kind) {
    case 'nothing':
      return { kind: 'done', outcome: decision.reason };
    case 'problem':
      return asException(decision.problem, { case: one.id });
    case 'complete':
      flow.audit('decision.made', { case: one.id, document: one.erpDocumentId ?? '', kind: decision.document.kind });
      return plan(flow, one, decision.document, mapping);
  }
}

/** A service order or a return; which of the two only the ERP knows. */
async function documentOf(flow: FlowContext, id: string): Promise<Document | undefined> {
  const order = await orNothing(flow.read(serviceDesk, getServiceOrder, { order: id }));
  if (order) return { kind: 'service-order', order };
  const found = await orNothing(flow.read(serviceDesk, getReturn, { return: id }));
  return found && { kind: 'return', return: found };
}

async function orNothing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof CountersignError && error.code === 'resource.not_found') return undefined;
    throw error;
  }
}

function plan(flow: FlowContext, one: ServiceCase, document: Document, mapping: Mapping): ProposalPlan {
  const id = one.erpDocumentId ?? '';
  const isOrder = document.kind === 'service-order';
  const version = isOrder ? document.order.ref.version : document.return.ref.version;
  const isDone = isOrder && document.order.isCompleted;
  const { parts } = partsOf(one.partsUsed);
  return {
    kind: 'propose',
    identity: { case: one.id, document: id },
    facts: { case: one.id, document: id, parts: partsWords(one.partsUsed), resolution: one.resolution ?? '' },
    title: isOrder ? `Complete service order ${id} of case ${one.number}` : `Release return ${id} of case ${one.number} for its credit`,
    reasons: ['the case was resolved', partsWords(one.partsUsed)],
    evidence: [
      {
        label: isOrder ? `Service order ${id}` : `Return ${id}`,
        connection: flow.connectionName('erp'),
        type: isOrder ? 'A_ServiceOrder' : 'A_CustomerReturn',
        id,
        ...(version === undefined ? {} : { version }),
      },
    ],
    traits: { tags: ['complete', document.kind] },
    requestedBy: one.ownerId === undefined ? [] : [{ system: 'crm', user: one.ownerId }],
    slots: [
      ...(isOrder && one.resolution !== undefined ? [{ slot: 'text', tool: noteOnServiceOrder }] : []),
      ...(isOrder ? (isDone ? [] : [{ slot: 'complete', tool: completeServiceOrder }]) : [{ slot: 'release', tool: releaseReturn }]),
      { slot: 'case', tool: updateCase },
    ],
    write: async (draft) => {
      if (isOrder && one.resolution !== undefined)
        await draft.propose('text', noteOnServiceOrder, {
          order: id,
          language: mapping.textLanguage,
          kind: mapping.textKind,
          text: parts.length === 0 ? one.resolution : `${one.resolution}\nParts used: ${parts.join('; ')}`,
        });
      if (isOrder && !isDone) await draft.propose('complete', completeServiceOrder, { order: id });
      if (!isOrder) await draft.propose('release', releaseReturn, { return: id });
      await draft.propose('case', updateCase, { case: one.id, erpStatus: isOrder ? mapping.completed : mapping.released });
    },
  };
}
