import type { Asset, ServiceCase } from 'countersign';
import { created, type Draft, type FlowContext, type Prepared, type ProposalPlan, type RunInput } from 'countersign/flow';
import { serviceDesk } from '../../agents/service-desk.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { getServiceCase } from '../../tools/crm/get-service-case.ts';
import { postNote } from '../../tools/crm/post-note.ts';
import { updateCase } from '../../tools/crm/update-case.ts';
import { createReturn } from '../../tools/erp/create-return.ts';
import { createServiceOrder } from '../../tools/erp/create-service-order.ts';
import { findMaterials } from '../../tools/erp/find-materials.ts';
import { getStock } from '../../tools/erp/get-stock.ts';
import { asException } from '../_shared/problem.ts';
import { readProduct } from '../_shared/product-of-case.ts';
import { draftFor, wantedFor, type Drafted } from './decide.ts';
import { Mapping } from './mapping.ts';

export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const one = await flow.read(serviceDesk, getServiceCase, { case: input.record.id });
  const wanted = wantedFor(one, mapping);
  if (wanted.kind === 'nothing') return { kind: 'done', outcome: wanted.reason };
  const { reading, product } = await readProduct(flow, one, mapping);
  if (product.kind === 'problem') return asException(product.problem, { case: one.id });
  const { asset } = product;
  if (asset.material === undefined)
    return asException(
      { code: 'data.missing', field: 'ProductCode', message: `The installed product ${asset.id} names no material` },
      { case: one.id },
    );
  const customer = await customerOf(flow, one);
  if (customer === undefined)
    return asException(
      {
        code: 'link.missing',
        field: 'ERP_Customer_Id__c',
        message: 'The account of the case has no customer in the ERP; link one, then retry',
      },
      { case: one.id },
    );
  const [materials, stock] = await Promise.all([
    flow.read(serviceDesk, findMaterials, { materials: [asset.material] }),
    flow.read(serviceDesk, getStock, { material: asset.material }),
  ]);
  const today = flow.clock.now().toISOString().slice(0, 10);
  const draft = draftFor(one, wanted.kind, { reading, asset, material: materials[0], stock, today }, mapping);
  flow.audit('decision.made', { case: one.id, asset: asset.id, kind: draft.kind, tags: [...draft.tags] });
  return plan(flow, { one, asset, customer, draft, mapping });
}

async function customerOf(flow: FlowContext, one: ServiceCase): Promise<string | undefined> {
  if (one.accountId === undefined) return undefined;
  return (await flow.read(serviceDesk, getAccountMaster, { account: one.accountId })).erpCustomerId;
}

type Known = {
  readonly one: ServiceCase;
  readonly asset: Asset;
  readonly customer: string;
  readonly draft: Drafted;
  readonly mapping: Mapping;
};

function plan(flow: FlowContext, { one, asset, customer, draft, mapping }: Known): ProposalPlan {
  const tool = draft.kind === 'return' ? createReturn : createServiceOrder;
  const [erp, crm] = [flow.connectionName('erp'), flow.connectionName('crm')];
  const document = { connection: erp, type: draft.kind === 'return' ? 'A_CustomerReturn' : 'A_ServiceOrder', id: created('document') };
  const source = { connection: crm, type: 'Case', id: one.id };
  return {
    kind: 'propose',
    identity: { case: one.id, kind: draft.kind },
    facts: {
      case: one.id,
      asset: asset.id,
      material: draft.material,
      problem: draft.problem,
      tags: [...draft.tags],
      version: mapping.version,
    },
    title: draft.kind === 'return' ? `Draft a return for case ${one.number}` : `Draft a repair for case ${one.number}`,
    reasons: draft.reasons,
    evidence: [
      {
        label: `Case ${one.number}`,
        connection: crm,
        type: 'Case',
        id: one.id,
        ...(one.ref.version === undefined ? {} : { version: one.ref.version }),
      },
      { label: `Installed product ${asset.serialNumber ?? asset.id}`, connection: crm, type: 'Asset', id: asset.id },
    ],
    traits: { tags: [...draft.tags] },
    requestedBy: one.ownerId === undefined ? [] : [{ system: 'crm', user: one.ownerId }],
    slots: [
      { slot: 'document', tool },
      { slot: 'case', tool: updateCase },
      { slot: 'note', tool: postNote },
    ],
    links: [
      { left: source, right: document, source: 'drafted from the case' },
      { left: document, right: source, source: 'drafted from the case' },
    ],
    write: (writing) => write(writing, { one, asset, customer, draft, mapping }),
  };
}

async function write(writing: Draft, { one, asset, customer, draft, mapping }: Known): Promise<void> {
  if (draft.kind === 'return')
    await writing.propose('document', createReturn, {
      type: mapping.returnType,
      soldTo: customer,
      reference: one.number,
      reason: draft.reason,
      billingBlock: mapping.billingBlock,
      items: [{ material: draft.material, quantity: '1', reason: draft.reason }],
    });
  else
    await writing.propose('document', createServiceOrder, {
      type: mapping.repairType,
      soldTo: customer,
      reference: one.number,
      title: `Repair ${asset.serialNumber ?? draft.material} (${draft.problem})`.slice(0, 40),
      priority: draft.priority,
      items: [{ material: draft.material, quantity: '1' }],
    });
  await writing.propose('case', updateCase, { case: one.id, document: created('document'), erpStatus: 'Drafted', asset: asset.id });
  await writing.propose('note', postNote, {
    record: one.id,
    text: `${draft.kind === 'return' ? 'Return' : 'Service order'} ${created('document')} was drafted in the ERP: ${draft.reasons.join('; ')}.`,
  });
}
