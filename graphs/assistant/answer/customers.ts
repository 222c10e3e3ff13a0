import type { Contact, Customer } from 'countersign';
import { listAccountContacts } from '../../../tools/crm/list-account-contacts.ts';
import { listCases } from '../../../tools/crm/list-cases.ts';
import { listOpportunities } from '../../../tools/crm/list-opportunities.ts';
import { getCreditStatus } from '../../../tools/erp/get-credit-status.ts';
import { listOpenInvoices } from '../../../tools/erp/list-open-invoices.ts';
import { listOrders } from '../../../tools/erp/list-orders.ts';
import { theCustomer } from './find.ts';
import { cell } from './format.ts';
import type { Answering, Given } from './given.ts';
import { label } from './labels.ts';
import { totalsOf } from './order-tables.ts';
import { readLine } from './order-reading.ts';

function nameOf({ paper }: Given, customer: Customer): string {
  return paper.from(paper.ofRecord(customer.ref, `Customer ${customer.id}`)).token('customer', customer.name);
}

export const customerProfile: Answering = async (given) => {
  const customer = await theCustomer(given);
  if (!customer) return;
  const { paper } = given;
  const sheet = paper.from(paper.ofRecord(customer.ref, `Customer ${customer.id}`));
  paper.say('customer-profile', {
    customer: nameOf(given, customer),
    number: sheet.id('customer number', customer.id),
    address: customer.address === undefined ? undefined : sheet.token('address', customer.address),
    phone: customer.phone === undefined ? undefined : sheet.token('phone', customer.phone),
    email: customer.email === undefined ? undefined : sheet.token('e-mail', customer.email),
    terms: (customer.paymentTerms ?? '') === '' ? undefined : sheet.term('payment terms', customer.paymentTerms ?? ''),
    language: (customer.language ?? '') === '' ? undefined : sheet.term('language', (customer.language ?? '').toUpperCase()),
  });
};

/** The CRM's account of a customer; said where there is none. */
async function accountOf(given: Given, customer: Customer): Promise<string | undefined> {
  const account = await given.talk.directory.accountOf(customer.id, given.talk.signal);
  if (account === undefined) given.paper.say('no-account', { customer: nameOf(given, customer) });
  return account;
}

function mainContact({ paper }: Given, main: Contact) {
  const sheet = paper.from(paper.ofRecord(main.ref, `Contact ${main.id}`));
  return {
    contact: sheet.token('contact', main.name),
    title: main.title === undefined ? undefined : sheet.term('job title', main.title),
    phone: main.phone === undefined ? undefined : sheet.token('phone', main.phone),
    email: main.email === undefined ? undefined : sheet.token('e-mail', main.email),
  };
}

export const customerContacts: Answering = async (given) => {
  const customer = await theCustomer(given);
  const account = customer && (await accountOf(given, customer));
  if (!customer || account === undefined) return;
  const { talk, desk, paper } = given;
  const { locale } = paper;
  const contacts = await talk.read(desk, listAccountContacts, { account });
  const [main] = contacts.toSorted((a, b) => Number(b.isPrimary) - Number(a.isPrimary));
  paper.say('contacts', {
    customer: nameOf(given, customer),
    count: paper.facts.count('contacts', contacts.length),
    any: contacts.length > 0,
    many: contacts.length !== 1,
    ...(main ? mainContact(given, main) : {}),
  });
  if (contacts.length < 2) return;
  paper.table({
    title: label('contacts', locale),
    columns: [
      { key: 'contact', label: label('contact', locale), kind: 'text' },
      { key: 'role', label: label('role', locale), kind: 'text' },
      { key: 'email', label: label('email', locale), kind: 'text' },
      { key: 'phone', label: label('phone', locale), kind: 'text' },
    ],
    rows: contacts.map((contact) => ({
      source: paper.ofRecord(contact.ref, `Contact ${contact.id}`).id,
      cells: {
        contact: cell.text(contact.name),
        role: cell.text(contact.title ?? ''),
        email: cell.text(contact.email ?? ''),
        phone: cell.text(contact.phone ?? ''),
      },
    })),
    note: '',
  });
};

export const customerCases: Answering = async (given) => {
  const customer = await theCustomer(given);
  const account = customer && (await accountOf(given, customer));
  if (!customer || account === undefined) return;
  const { talk, desk, paper } = given;
  const { locale } = paper;
  const cases = await talk.read(desk, listCases, { account });
  const sheet = paper.from(
    paper.source({ system: talk.connectionName('crm'), type: 'Case', record: `open/${account}`, label: 'List of open cases' }),
  );
  paper.say('cases', {
    customer: nameOf(given, customer),
    count: sheet.count('open cases', cases.length),
    any: cases.length > 0,
    many: cases.length !== 1,
  });
  if (cases.length === 0) return;
  paper.table({
    title: label('cases', locale),
    columns: [
      { key: 'case', label: label('case', locale), kind: 'id' },
      { key: 'subject', label: label('subject', locale), kind: 'text' },
      { key: 'priority', label: label('priority', locale), kind: 'status' },
      { key: 'status', label: label('status', locale), kind: 'status' },
    ],
    rows: cases.map((each) => ({
      source: paper.ofRecord(each.ref, `Case ${each.number}`).id,
      cells: {
        case: cell.id(each.number),
        subject: cell.text(each.subject),
        priority: cell.text(each.priority ?? ''),
        status: cell.text(each.status),
      },
    })),
    note: '',
  });
  paper.list(
    'case',
    cases.map(({ id }) => id),
  );
};

/** Orders, credit, invoices, deals and cases of a customer in a few sentences: what to know before calling. */
export const customerSummary: Answering = async (given) => {
  const customer = await theCustomer(given);
  if (!customer) return;
  const { talk, desk, paper } = given;
  const account = await talk.directory.accountOf(customer.id, talk.signal);
  const [{ items: orders }, credit, invoices, deals, cases] = await Promise.all([
    talk.read(desk, listOrders, { customer: customer.id, isOpen: true, sort: 'requested', descending: false, limit: 200 }),
    talk.read(desk, getCreditStatus, { customer: customer.id }).catch(() => undefined),
    talk.read(desk, listOpenInvoices, { customer: customer.id }),
    account === undefined
      ? undefined
      : talk.read(desk, listOpportunities, { account, isOpen: true, sort: 'close', descending: false, limit: 100 }),
    account === undefined ? undefined : talk.read(desk, listCases, { account }),
  ]);
  const of = paper.ofRecord(customer.ref, `Customer ${customer.id}`);
  const sheet = paper.from(of);
  const late = orders.filter((order) => readLine(order, talk.today).daysLate > 0);
  const overdue = invoices.filter((each) => !each.cancelled && each.cleared !== 'complete' && (each.dueOn ?? '9') < talk.today);
  const some = (name: string, n: number): string | undefined => (n > 0 ? sheet.count(name, n) : undefined);
  paper.say('customer-summary', {
    customer: nameOf(given, customer),
    number: sheet.id('customer number', customer.id),
    orders: some('open orders', orders.length),
    ordersMany: orders.length !== 1,
    late: some('late orders', late.length),
    lateMany: late.length !== 1,
    totals: totalsOf(orders.map(({ net }) => net)).map((total) => sheet.money('value of open orders', total)),
    invoices: some('open invoices', invoices.length),
    invoicesMany: invoices.length !== 1,
    overdue: some('overdue invoices', overdue.length),
    overdueMany: overdue.length !== 1,
    limit: credit && sheet.money('credit limit', credit.limit),
    exposure: credit?.exposure && sheet.money('credit exposure', credit.exposure),
    blocked: credit?.blocked === true,
    deals: some('open opportunities', deals?.items.length ?? 0),
    dealsMany: deals?.items.length !== 1,
    cases: some('open cases', cases?.length ?? 0),
    casesMany: cases?.length !== 1,
  });
  if (orders.length > 0)
    paper.list(
      'order',
      orders.map(({ id }) => id),
    );
};

export const customerList: Answering = async (given) => {
  const { paper } = given;
  paper.say('ask-customer');
};
