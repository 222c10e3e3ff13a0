import type { FlowContext, Prepared, RunInput } from 'countersign/flow';
import { asException } from '../_shared/problem.ts';
import { decide, step } from './decide.ts';
import { gather, untold } from './gather.ts';
import { Mapping } from './mapping.ts';
import { nightly } from './night.ts';
import { planOf } from './plan.ts';

/** A price was agreed, changed, ended or changed in the CRM, or it is night: whatever it was, both sides are read again. */
export async function prepare(flow: FlowContext, { record }: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  if (record.connection === 'schedule') return nightly(flow, record.id, mapping);
  const customer = record.id;
  const gathered = await gather(flow, customer);
  if (!gathered) return { kind: 'done', outcome: 'no account stands for this customer' };
  const decision = decide(gathered.item, mapping);
  flow.audit('decision.made', {
    customer,
    decision: decision.kind,
    ...(decision.kind === 'differs'
      ? { byItself: decision.byItself.length, asked: decision.asked.length, open: decision.open.length, missing: decision.missing.length }
      : {}),
  });
  if (decision.kind === 'nothing') return { kind: 'done', outcome: decision.reason };
  if (decision.kind === 'problem') return asException(decision.problem, { customer });
  const now = step(decision, await untold(flow, customer, decision.open), mapping);
  if (!now) return { kind: 'done', outcome: 'a person was told of what differs' };
  const { account } = gathered;
  const part = { customer, account, book: decision.book, writes: now.writes, open: now.open };
  return planOf(flow, [part], mapping, {
    identity: {},
    title:
      now.writes.length > 0
        ? `Bring the prices of customer ${customer} in line with the ERP`
        : `Agreed prices of customer ${customer} differ`,
    reasons: now.reasons,
    tags: now.tags,
  });
}
