import type { ServiceCase } from 'countersign';
import { created, type FlowContext, type Prepared, type ProposalPlan, type RunInput } from 'countersign/flow';
import { serviceDesk } from '../../agents/service-desk.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { getServiceCase } from '../../tools/crm/get-service-case.ts';
import { updateCase } from '../../tools/crm/update-case.ts';
import { createServiceOrder } from '../../tools/erp/create-service-order.ts';
import { asException } from '../_shared/problem.ts';
import { readProduct } from '../_shared/product-of-case.ts';
import { decide } from './decide.ts';
import { Mapping } from './mapping.ts';

export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const one = await flow.read(serviceDesk, getServiceCase, { case: input.record.id });
  const decision = decide(one, mapping, new Date(flow.receivedAt));
  if (decision.kind === 'nothing') return { kind: 'done', outcome: decision.reason };
  const account = one.accountId === undefined ? undefined : await flow.read(serviceDesk, getAccountMaster, { account: one.accountId });
  if (account?.erpCustomerId === undefined)
    return asException(
      {
        code: 'link.missing',
        field: 'ERP_Customer_Id__c',
        message: 'The account of the case has no customer in the ERP; link one, then retry',
      },
      { case: one.id },
    );
  const customer = account.erpCustomerId;
  const material = await materialOf(flow, one, mapping);
  flow.audit('decision.made', { case: one.id, priority: decision.priority, material: material ?? '' });
  return plan(flow, { one, decision, customer, material, mapping });
}

type Known = {
  readonly one: ServiceCase;
  readonly decision: Extract<ReturnType<typeof decide>, { kind: 'request' }>;
  readonly customer: string;
  readonly material: string | undefined;
  readonly mapping: Mapping;
};

function plan(flow: FlowContext, { one, decision, customer, material, mapping }: Known): ProposalPlan {
  const [erp, crm] = [flow.connectionName('erp'), flow.connectionName('crm')];
  const source = { connection: crm, type: 'Case', id: one.id };
  const document = { connection: erp, type: 'A_ServiceOrder', id: created('document') };
  return {
    kind: 'propose',
    identity: { case: one.id },
    facts: { case: one.id, priority: decision.priority, material: material ?? '' },
    title: `Draft a service request for case ${one.number}`,
    reasons: [
      `the case is of ${one.priority ?? 'unknown'} priority`,
      material === undefined ? 'it names no product' : `it is about ${material}`,
    ],
    evidence: [
      {
        label: `Case ${one.number}`,
        connection: crm,
        type: 'Case',
        id: one.id,
        ...(one.ref.version === undefined ? {} : { version: one.ref.version }),
      },
    ],
    traits: { tags: ['draft', 'service-request'] },
    requestedBy: one.ownerId === undefined ? [] : [{ system: 'crm', user: one.ownerId }],
    slots: [
      { slot: 'document', tool: createServiceOrder },
      { slot: 'case', tool: updateCase },
    ],
    links: [
      { left: source, right: document, source: 'drafted from the case' },
      { left: document, right: source, source: 'drafted from the case' },
    ],
    write: async (draft) => {
      await draft.propose('document', createServiceOrder, {
        type: mapping.serviceType,
        soldTo: customer,
        reference: one.number,
        title: `Service for case ${one.number}`,
        text: one.subject,
        priority: decision.priority,
        wantedAt: decision.wantedAt,
        items: material === undefined ? [] : [{ material, quantity: '1' }],
      });
      await draft.propose('case', updateCase, { case: one.id, document: created('document'), erpStatus: 'Requested' });
    },
  };
}

/** The customer's installed product the case names, where exactly one is known; a request may do without. */
async function materialOf(flow: FlowContext, one: ServiceCase, mapping: Mapping): Promise<string | undefined> {
  const { product } = await readProduct(flow, one, { ...mapping, problems: {} });
  return product.kind === 'asset' ? product.asset.material : undefined;
}
