import { compareDecimal, type CrmContract, type Money, type SalesContract } from 'countersign';
import { isCurrency, type Problem } from '../_shared/problem.ts';
import { compare, spanOf, type Comparison, type OpenPoint } from './compare.ts';
import type { Mapping } from './mapping.ts';
import { annualOf, wholeMonths } from './terms.ts';

/** A contract number as both systems know it; undefined where the ERP has none (any more). */
export type Item = {
  readonly number: string;
  readonly erp: SalesContract | undefined;
  readonly contracts: readonly CrmContract[];
  /** Accounts that stand for the ERP contract's customer. */
  readonly accounts: readonly string[];
  readonly today: string;
};

export type Draft = {
  readonly account: string;
  readonly startOn: string;
  readonly months: number;
  readonly annual: Money;
  readonly paymentTerms: string | undefined;
};

export type Decision =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | ({ readonly kind: 'create' } & Draft)
  | ({ readonly kind: 'compared' } & Comparison);

/** What keeps a contract of the CRM equal to the ERP's. Its status is the CRM's own, and nothing is ever deleted; pure. */
export function decide(item: Item, mapping: Mapping): Decision {
  const { number, erp, contracts, accounts, today } = item;
  const [contract, ...others] = contracts;
  if (others.length > 0)
    return problem(
      'link.ambiguous',
      'ERP_Contract_Id__c',
      `${contracts.length} contracts name ERP contract ${number}; leave the number on the one it belongs to, then retry`,
    );
  if (!contract) return missing(item, mapping);
  if (isOver(contract, today) && (!erp || erp.isRejected || isPast(erp.endOn, today))) return alone(contract, 'it is over');
  if (!erp) return ended(contract, `the ERP has no contract ${number}`);
  if (erp.isRejected) return ended(contract, `contract ${number} was rejected in the ERP`);
  if (contract.accountId === undefined || !accounts.includes(contract.accountId))
    return problem(
      accounts.length === 0 ? 'link.missing' : 'data.invalid',
      'ERP_Contract_Id__c',
      `The contract names ERP contract ${number} of customer ${erp.soldTo}, and its account is not that customer's; correct the number or link the account, then retry`,
    );
  const wrong = unusable(erp);
  return wrong ? { kind: 'problem', problem: wrong } : { kind: 'compared', ...compare(contract, erp, mapping) };
}

const nothing = (reason: string): Decision => ({ kind: 'nothing', reason });
const problem = (code: Problem['code'], field: string, message: string): Decision => ({
  kind: 'problem',
  problem: { code, field, message },
});
const isPast = (day: string | undefined, today: string): boolean => day !== undefined && day < today;
const isOver = ({ status, endOn }: CrmContract, today: string): boolean =>
  ['Expired', 'Terminated'].includes(status) || isPast(endOn, today);

const alone = (contract: CrmContract, otherwise: string): Decision => ({
  kind: 'compared',
  contract,
  terms: {},
  open: [],
  tags: ['in-line'],
  reasons: [],
  otherwise,
});

/** Whoever owns it decides what becomes of it: to end a contract in the CRM is the CRM's own matter. */
const ended = (contract: CrmContract, reason: string): Decision => ({
  kind: 'compared',
  contract,
  terms: {},
  open: [{ point: 'ended', reason }],
  tags: ['in-line', 'ended'],
  reasons: [reason],
  otherwise: 'somebody was told of it before',
});

function missing({ number, erp, accounts, today }: Item, { createContracts }: Mapping): Decision {
  if (!erp) return nothing('neither system has it');
  if (erp.isRejected) return nothing('it was rejected and never known to the CRM');
  if (isPast(erp.endOn, today)) return nothing('it is over');
  if (!createContracts) return nothing('contracts of the ERP become none of the CRM here');
  const [account, ...others] = accounts;
  if (account === undefined)
    return problem('link.missing', 'SoldToParty', `No account is customer ${erp.soldTo} of contract ${number}; link one, then retry`);
  if (others.length > 0)
    return problem(
      'link.ambiguous',
      'SoldToParty',
      `${accounts.length} accounts are customer ${erp.soldTo} of contract ${number}; link one of them only, then retry`,
    );
  const wrong = unusable(erp);
  if (wrong) return { kind: 'problem', problem: wrong };
  const months = wholeMonths(erp.startOn, erp.endOn);
  if (erp.startOn === undefined || months === undefined)
    return problem(
      'data.invalid',
      'SalesContractValidityEndDate',
      `${spanOf(erp)}; correct it in the ERP, or enter the contract in the CRM with this number, then retry`,
    );
  return { kind: 'create', account, startOn: erp.startOn, months, annual: annualOf(erp.net, months), paymentTerms: erp.paymentTerms };
}

/** A value nobody can agree to. */
function unusable({ id, net }: SalesContract): Problem | undefined {
  if (!isCurrency(net.currency))
    return {
      code: 'data.missing',
      field: 'TransactionCurrency',
      message: `Contract ${id} has no currency; enter one in the ERP, then retry`,
    };
  if (compareDecimal(net.amount, '0') < 0)
    return {
      code: 'data.invalid',
      field: 'TotalNetAmount',
      message: `The value of contract ${id} is below zero; correct it in the ERP, then retry`,
    };
  return undefined;
}

/** SAP answers to a number with zeros in front, and tells it without them. */
const bare = (number: string): string => number.replace(/^0+(?=\d)/, '');

/** Contracts of the CRM that run on, of numbers the ERP does not have or has rejected. */
export function lost(
  contracts: readonly CrmContract[],
  erp: readonly SalesContract[],
): { contract: CrmContract; number: string; point: OpenPoint }[] {
  const byNumber = new Map(erp.map((one) => [bare(one.id), one]));
  return contracts.flatMap((contract) => {
    const number = contract.erpContractId;
    if (number === undefined) return [];
    const held = byNumber.get(bare(number));
    if (held && !held.isRejected) return [];
    const reason = held ? `contract ${number} was rejected in the ERP` : `the ERP has no contract ${number}`;
    return [{ contract, number, point: { point: 'ended' as const, reason } }];
  });
}
