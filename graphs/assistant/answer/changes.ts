import type { Contact, JsonObject, Opportunity, WriteTool } from 'countersign';
import type { ChangeState } from 'countersign/flow';
import { createCase } from '../../../tools/crm/create-case.ts';
import { createTask } from '../../../tools/crm/create-task.ts';
import { listContacts } from '../../../tools/crm/list-contacts.ts';
import { findOpportunitiesByOrder } from '../../../tools/crm/find-opportunities-by-order.ts';
import { postNote } from '../../../tools/crm/post-note.ts';
import { setCloseDate } from '../../../tools/crm/set-close-date.ts';
import { setStage } from '../../../tools/crm/set-stage.ts';
import { getCustomer } from '../../../tools/erp/get-customer.ts';
import { setDeliveryBlock } from '../../../tools/erp/set-delivery-block.ts';
import { errands } from '../errands/catalogue.ts';
import { theDeal } from './deals.ts';
import { needs, theCustomer, theOrder } from './find.ts';
import type { Answering, Given } from './given.ts';
import { customerMessage } from './messages.ts';
import type { AskedChange, Paper } from './paper.ts';

/** The ERP's code for a delivery held by sales; customising may name others, which an approver can put in by an edit. */
const heldBySales = '01';

type Wanted = {
  readonly tool: WriteTool;
  readonly input: JsonObject;
  readonly title: string;
  readonly record: { readonly type: string; readonly id: string };
  readonly amount?: { readonly amount: string; readonly currency: string };
};

/** Hands a change to the gate and says where it stands. What it would change is shown field by field. */
async function ask({ talk, paper }: Given, wanted: Wanted): Promise<void> {
  if (!talk.mayUse(wanted.tool)) {
    paper.say('may-not', { tool: wanted.tool.id });
    return;
  }
  const change = await talk.request({ ...wanted, reasons: ['asked for in a conversation with the assistant'] });
  saidState(paper, change);
  paper.block({ type: 'proposal', ...blockOf(change, wanted.title) });
  paper.asked({ run: change.run, tool: wanted.tool.id, input: wanted.input, title: wanted.title, told: change.state, ...hashOf(change) });
}

export const hashOf = ({ hash }: ChangeState): Pick<AskedChange, 'hash'> => (hash === undefined ? {} : { hash });

export function blockOf({ isOpen: _isOpen, ...change }: ChangeState, title: string): Omit<ChangeState, 'isOpen'> {
  return { ...change, title: change.title === '' ? title : change.title };
}

const toolWords = ['crm.set-close-date', 'crm.set-stage', 'erp.set-delivery-block', 'crm.create-task', 'crm.create-case', 'crm.post-note'];

/** The word the sentences know a tool's changes by. */
export function toolWord(tool: string): string {
  return toolWords.includes(tool) ? tool : 'other';
}

/** What the sentences call a change by: the errand with its record, or the tool. */
export function calledBy({ facts }: Paper, { tool, input }: Pick<AskedChange, 'tool' | 'input'>) {
  const errand = errands.find(({ workflow }) => tool === `workflow.${workflow}`);
  const { record } = input;
  return {
    tool: toolWord(tool),
    errand: errand?.workflow,
    record: errand && errand.about !== 'everything' && typeof record === 'string' ? facts.id('record', record) : undefined,
  };
}

/** What became of a change, in a sentence. */
export function saidState(paper: Paper, change: ChangeState): void {
  paper.say('change-state', {
    state: change.state,
    waitsFor: change.waitsFor === '' ? undefined : paper.facts.term('waits for', change.waitsFor),
  });
}

export const moveCloseDate: Answering = async (given) => {
  const { frame, paper } = given;
  if (frame.to === undefined) return needs(given, 'day');
  const deal = await theDeal(given);
  if (!deal) return;
  const sheet = paper.from(paper.ofRecord(deal.ref, `Opportunity ${deal.id}`));
  const to = frame.to;
  paper.say('ask-close-date', {
    deal: sheet.token('opportunity', deal.name),
    from: deal.closeOn === undefined ? undefined : sheet.date('close date', deal.closeOn),
    to: paper.facts.date('new close date', to),
  });
  await ask(given, {
    tool: setCloseDate,
    input: { opportunity: deal.id, closeOn: to },
    title: `Move the close date of opportunity ${deal.id} to ${to}`,
    ...aboutDeal(deal),
  });
};

export const moveStage: Answering = async (given) => {
  const { frame, paper } = given;
  if (frame.stage === undefined) return needs(given, 'stage');
  const deal = await theDeal(given);
  if (!deal) return;
  const sheet = paper.from(paper.ofRecord(deal.ref, `Opportunity ${deal.id}`));
  paper.say('ask-stage', {
    deal: sheet.token('opportunity', deal.name),
    from: sheet.term('stage', deal.stage),
    to: paper.facts.term('new stage', frame.stage),
  });
  await ask(given, {
    tool: setStage,
    input: { opportunity: deal.id, stage: frame.stage },
    title: `Move opportunity ${deal.id} to stage ${frame.stage}`,
    ...aboutDeal(deal),
  });
};

function aboutDeal(deal: Opportunity): Pick<Wanted, 'record' | 'amount'> {
  return { record: { type: 'Opportunity', id: deal.id }, ...(deal.amount === undefined ? {} : { amount: deal.amount }) };
}

export const holdDelivery: Answering = (given) => block(given, true);
export const releaseDelivery: Answering = (given) => block(given, false);

async function block(given: Given, isHold: boolean): Promise<void> {
  const order = await theOrder(given, { isOpen: true });
  if (!order) return;
  const { paper } = given;
  const sheet = paper.from(paper.ofRecord(order.ref, `Sales order ${order.id}`));
  const id = sheet.id('order number', order.id);
  const held = (order.deliveryBlock ?? '') !== '';
  if (held === isHold) {
    paper.say(isHold ? 'held-already' : 'not-held', {
      order: id,
      reason: held ? sheet.term('delivery block reason', order.deliveryBlock ?? '') : undefined,
      byCredit: order.creditStatus === 'blocked',
    });
    return;
  }
  paper.say(isHold ? 'ask-hold' : 'ask-release', { order: id });
  await ask(given, {
    tool: setDeliveryBlock,
    input: { order: order.id, reason: isHold ? heldBySales : '' },
    title: isHold ? `Put order ${order.id} on delivery block` : `Release the delivery of order ${order.id}`,
    record: { type: 'A_SalesOrder', id: order.id },
    amount: order.net,
  });
}

/** A message to the customer becomes a task of the deal's owner, who sends it; nothing goes out by itself. */
export const thankCustomer: Answering = (given) => message(given, 'thank');
export const informCustomer: Answering = (given) => message(given, 'inform');

async function message(given: Given, kind: 'thank' | 'inform'): Promise<void> {
  const order = await theOrder(given);
  if (!order) return;
  const { talk, desk, paper } = given;
  const [deals, customer] = await Promise.all([
    talk.read(desk, findOpportunitiesByOrder, { order: order.id }),
    talk.read(desk, getCustomer, { customer: order.soldTo }),
  ]);
  const deal = deals.length === 1 ? deals[0] : undefined;
  const about = deal?.id ?? (await talk.directory.accountOf(order.soldTo, talk.signal));
  const sheet = paper.from(paper.ofRecord(order.ref, `Sales order ${order.id}`));
  const id = sheet.id('order number', order.id);
  if (about === undefined) {
    paper.say('no-deal-for-order', { order: id });
    return;
  }
  const contact = deal && (await firstContact(given, deal));
  const text = await customerMessage(given, kind, { order, customer, contact });
  paper.say(kind === 'thank' ? 'ask-thank' : 'ask-inform', {
    order: id,
    contact: contact && sheet.token('contact', contact.name),
    customer: sheet.token('customer', customer.name),
  });
  await ask(given, {
    tool: createTask,
    input: {
      about,
      subject: kind === 'thank' ? `Thank the customer of order ${order.id}` : `Tell the customer how order ${order.id} stands`,
      text,
      priority: 'Normal',
      ...(deal?.ownerId === undefined ? {} : { owner: deal.ownerId }),
      ...(contact === undefined ? {} : { contact: contact.id }),
    },
    title: kind === 'thank' ? `Task: thank the customer of order ${order.id}` : `Task: tell the customer how order ${order.id} stands`,
    record: { type: 'Task', id: about },
    amount: order.net,
  });
}

/** Whoever opted out of mail is not written to. */
async function firstContact({ talk, desk }: Given, deal: Opportunity): Promise<Contact | undefined> {
  const contacts = await talk.read(desk, listContacts, {
    opportunity: deal.id,
    ...(deal.accountId === undefined ? {} : { account: deal.accountId }),
  });
  return contacts.find(({ optedOut }) => !optedOut);
}

/** The CRM record a note or task is about: the deal, or the account where only a customer is named. */
async function aboutWhat(given: Given): Promise<{ id: string; said: string; label: string } | undefined> {
  const { frame, paper, talk } = given;
  if (frame.deal === undefined && frame.order === undefined && frame.customers !== undefined) {
    const customer = await theCustomer(given);
    if (!customer) return undefined;
    const account = await talk.directory.accountOf(customer.id, talk.signal);
    const name = paper.from(paper.ofRecord(customer.ref, `Customer ${customer.id}`)).token('customer', customer.name);
    if (account !== undefined) return { id: account, said: name, label: `account ${account}` };
    paper.say('no-account', { customer: name });
    return undefined;
  }
  const deal = await theDeal(given);
  return (
    deal && {
      id: deal.id,
      said: paper.from(paper.ofRecord(deal.ref, `Opportunity ${deal.id}`)).token('opportunity', deal.name),
      label: `opportunity ${deal.id}`,
    }
  );
}

export const addNote: Answering = async (given) => {
  const { frame, paper } = given;
  if (frame.text === undefined) return needs(given, 'text');
  const about = await aboutWhat(given);
  if (!about) return;
  paper.say('ask-note', { about: about.said });
  await ask(given, {
    tool: postNote,
    input: { record: about.id, text: frame.text },
    title: `Note on ${about.label}`,
    record: { type: 'FeedItem', id: about.id },
  });
};

export const addTask: Answering = async (given) => {
  const { frame, paper } = given;
  const about = await aboutWhat(given);
  if (!about) return;
  const what = frame.text;
  const dueOn = frame.to;
  paper.say('ask-task', { about: about.said, dueOn: dueOn === undefined ? undefined : paper.facts.date('due date', dueOn) });
  await ask(given, {
    tool: createTask,
    input: {
      about: about.id,
      subject: what ?? 'Follow up',
      text: what ?? 'Follow up, as asked in a conversation with the assistant.',
      priority: 'Normal',
      ...(dueOn === undefined ? {} : { dueOn }),
    },
    title: `Task about ${about.label}`,
    record: { type: 'Task', id: about.id },
  });
};

export const openCase: Answering = async (given) => {
  const { frame, paper, talk } = given;
  const order = await theOrder(given);
  if (!order) return;
  if (frame.text === undefined) return needs({ ...given, frame: { ...frame, order: order.id } }, 'text');
  const account = await talk.directory.accountOf(order.soldTo, talk.signal);
  paper.say('ask-case', { order: paper.from(paper.ofRecord(order.ref, `Sales order ${order.id}`)).id('order number', order.id) });
  await ask(given, {
    tool: createCase,
    input: {
      order: order.id,
      subject: `Order ${order.id}: reported by a colleague`,
      text: frame.text,
      priority: 'Medium',
      ...(account === undefined ? {} : { account }),
    },
    title: `Case for order ${order.id}`,
    record: { type: 'Case', id: order.id },
  });
};
