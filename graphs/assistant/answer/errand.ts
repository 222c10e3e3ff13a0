import type { ErrandState } from 'countersign/flow';
import { findByNumber } from '../../../tools/crm/find-by-number.ts';
import { listOpportunities } from '../../../tools/crm/list-opportunities.ts';
import { errands, type Errand } from '../errands/catalogue.ts';
import { blockOf, hashOf, saidState } from './changes.ts';
import { theDeal } from './deals.ts';
import { orSay, theCustomer, theMaterial, theOrder } from './find.ts';
import type { Answering, Given } from './given.ts';

/** Sets a workflow going on the record that is meant, as the asker, and says how far it came. */
export const runErrand: Answering = async (given) => {
  const { talk, frame, paper } = given;
  const errand = errands.find(({ workflow }) => workflow === frame.errand);
  if (!errand) return;
  if (!talk.offeredErrands.includes(errand.workflow)) {
    paper.say('errand-not-here', { errand: errand.workflow });
    return;
  }
  const record = await recordOf[errand.about](given);
  if (record === undefined) return;
  const state = await talk.run({ workflow: errand.workflow, record });
  tell(given, errand, frame.document ?? record, state);
};

function tell({ paper }: Given, errand: Errand, record: string, state: ErrandState): void {
  const { told, ...change } = state;
  paper.say('errand', {
    errand: errand.workflow,
    record: errand.about === 'everything' ? undefined : paper.facts.id('record', record),
  });
  if (change.state === 'unchanged' && told !== undefined) paper.say('errand-nothing');
  else saidState(paper, change);
  if (told !== undefined && told !== '')
    paper.notice({ level: change.state === 'failed' ? 'warning' : 'info', code: `workflow.${errand.workflow}`, text: told });
  const title = `${errand.workflow} ${record}`;
  if (change.state !== 'unchanged') paper.block({ type: 'proposal', ...blockOf(change, title) });
  paper.asked({ run: change.run, tool: `workflow.${errand.workflow}`, input: { record }, title, told: change.state, ...hashOf(change) });
}

/** The record an errand is about, by the id its system has for it; undefined where something was asked back instead. */
const recordOf: Readonly<Record<Errand['about'], (given: Given) => Promise<string | undefined>>> = {
  deal: async (given) => (await dealOf(given))?.id,
  order: async (given) => (await theOrder(given))?.id,
  product: async (given) => (await theMaterial(given))?.id,
  customer: accountOf,
  'erp-customer': async (given) => given.frame.document ?? (await theCustomer(given))?.id,
  case: (given) => numbered(given, 'case'),
  quote: (given) => numbered(given, 'quote'),
  invoice: named('invoice'),
  contact: named('contact'),
  contract: named('contract'),
  month: async ({ frame, talk }) => frame.from?.slice(0, 7) ?? monthBefore(talk.today),
  // Once a day it is the same look; asked again it goes on from what stands there.
  everything: async ({ talk, frame }) => (frame.errand === 'renewal-forecast' ? 'week' : talk.today),
};

/** A deal named by its customer alone: of an errand about orders those that are won and have none yet are meant. */
async function dealOf(given: Given) {
  const { frame, talk, desk, paper } = given;
  if (frame.errand !== 'closed-won' || frame.deal !== undefined || frame.order !== undefined || frame.customers === undefined)
    return theDeal(given);
  const customer = await theCustomer(given);
  const account = customer && (await talk.directory.accountOf(customer.id, talk.signal));
  if (account === undefined) return customer && theDeal(given);
  const { items } = await talk.read(desk, listOpportunities, { account, isOpen: false, sort: 'close', descending: true, limit: 50 });
  const won = items.filter(({ isWon, erpOrderId }) => isWon && erpOrderId === undefined);
  if (won.length === 1) return won[0];
  paper.say('errand-which-won', {
    customer: paper.facts.token('customer', customer?.name ?? ''),
    count: paper.facts.count('won', won.length),
  });
  return undefined;
}

/** The CRM's account: by the ERP customer it stands for. One that has none yet is named by its own id. */
async function accountOf(given: Given): Promise<string | undefined> {
  const { frame, talk, paper } = given;
  if (frame.document !== undefined) return frame.document;
  const customer = await theCustomer(given);
  if (!customer) return undefined;
  const account = await talk.directory.accountOf(customer.id, talk.signal);
  if (account === undefined)
    paper.say('no-account', {
      customer: paper.from(paper.ofRecord(customer.ref, `Customer ${customer.id}`)).token('customer', customer.name),
    });
  return account;
}

/** One that goes by the number it has in the ERP, and by nothing else. */
function named(kind: 'invoice' | 'contact' | 'contract') {
  return async ({ frame, paper }: Given): Promise<string | undefined> => {
    if (frame.document === undefined) paper.say('errand-needs', { kind });
    return frame.document;
  };
}

async function numbered(given: Given, kind: 'case' | 'quote'): Promise<string | undefined> {
  const { frame, talk, desk, paper } = given;
  const number = frame.document;
  if (number === undefined) {
    paper.say('errand-needs', { kind });
    return undefined;
  }
  if (/^[A-Za-z]|^(?:500|0Q0)[A-Za-z\d]{12}/.test(number)) return number;
  return (await orSay(given, kind, number, () => talk.read(desk, findByNumber, { kind, number })))?.id;
}

function monthBefore(today: string): string {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month - 2, 1)).toISOString().slice(0, 7);
}
