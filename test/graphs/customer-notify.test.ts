import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { decide, type Situation } from '../../graphs/customer-notify/decide.ts';
import { Mapping } from '../../graphs/customer-notify/mapping.ts';
import { newsOf, subjectOf, whyRefused } from '../../graphs/customer-notify/words.ts';
import type { Recipient } from '../../tools/crm/list-recipients.ts';
import { completeTask } from '../../tools/crm/complete-task.ts';
import { sendMail } from '../../tools/crm/send-mail.ts';
import { account, contact, delivery, item, opportunity, order } from '../support/order-company.ts';

const mapping = Mapping.parse(parse(readFileSync(new URL('../../graphs/customer-notify/mapping.yaml', import.meta.url), 'utf8')));
const recipient = (change: Partial<Recipient> = {}): Recipient => ({
  ...contact(),
  accountId: account.id,
  address: 'good',
  ...change,
});
const situation = (change: Partial<Situation> = {}): Situation => ({
  picture: { order: order(), deliveries: [delivery()], invoices: [], production: [] },
  opportunity: opportunity(),
  accountLanguage: undefined,
  recipients: [recipient()],
  mapping,
  ...change,
});
const late = { order: order({ items: [item({ confirmedOn: '2024-05-30' })] }), deliveries: [], invoices: [], production: [] };
const open = {
  order: order({ items: [item({ confirmed: '0', confirmedOn: undefined })] }),
  deliveries: [],
  invoices: [],
  production: [],
};

describe('whom the news of an order goes to', () => {
  it.each<[string, readonly Recipient[], string]>([
    ['the deal names nobody', [], 'no-contact'],
    ['the contact belongs to another account now', [recipient({ accountId: '001000000000002AAA' })], 'left'],
    ['the contact belongs to no account any more', [recipient({ accountId: undefined })], 'left'],
    ['the contact wants no mail, or the CRM does not say', [recipient({ optedOut: true })], 'opted-out'],
    ['the contact has no address', [recipient({ email: undefined, address: 'missing' })], 'no-address'],
    ['the address is none', [recipient({ email: 'ursula at harbour', address: 'bad' })], 'bad-address'],
    ['consent comes before the address', [recipient({ optedOut: true, address: 'bad' })], 'opted-out'],
    [
      'the second contact never stands in for the first',
      [recipient({ optedOut: true }), recipient({ id: '003000000000002AAA' })],
      'opted-out',
    ],
  ])('nobody, where %s', (_title, recipients, why) => {
    expect(decide(situation({ recipients }))).toMatchObject({ kind: 'not-sent', why });
  });

  it('the first contact otherwise, at the address the CRM has', () => {
    expect(decide(situation({ recipients: [recipient(), recipient({ id: 'other' })] }))).toMatchObject({
      kind: 'send',
      to: 'ursula.brinkmann@harbour-pumps.example',
      recipient: { id: '003000000000001AAA' },
      audience: 'procurement',
    });
  });
});

describe('in what language', () => {
  it.each([
    ['de', undefined, 'de'],
    ['de-CH', 'fr', 'de'],
    ['FR', undefined, 'fr'],
    ['es', 'en', 'es'],
    [undefined, 'fr', 'fr'],
    ['pl', 'es', 'es'],
    ['pl', 'cs', 'en'],
    [undefined, undefined, 'en'],
  ])('a contact’s %s and an account’s %s are %s', (language, accountLanguage, expected) => {
    expect(decide(situation({ accountLanguage, recipients: [recipient({ language })] }))).toMatchObject({ language: expected });
  });

  it('the mapping names the last resort, and every status has its subject in all four', () => {
    const recipients = [recipient({ language: undefined })];
    expect(decide(situation({ recipients, mapping: { ...mapping, language: 'de' } }))).toMatchObject({ language: 'de' });
    expect(subjectOf('SO-1', 'shipped', 'en')).toBe('Your order SO-1: shipped');
    expect(subjectOf('SO-1', 'shipped', 'de')).toBe('Ihre Bestellung SO-1: versandt');
    expect(subjectOf('SO-1', 'delayed', 'fr')).toBe('Votre commande SO-1: retardée');
    expect(subjectOf('SO-1', 'rejected', 'es')).toBe('Su pedido SO-1: rechazado');
  });
});

describe('what goes without a person', () => {
  const automatic = { ...mapping, automatic: mapping.tell };
  it('nothing, unless the mapping names it', () => {
    expect(decide(situation())).toMatchObject({ tags: ['customer-mail', 'shipped', 'good-news'] });
    expect(decide(situation({ mapping: automatic }))).toMatchObject({ tags: ['customer-mail', 'shipped', 'good-news', 'automatic'] });
  });

  it('never a delay, whatever the mapping names', () => {
    expect(decide(situation({ mapping: automatic, picture: late }))).toMatchObject({ tags: ['customer-mail', 'delayed', 'bad-news'] });
  });

  it('nothing is sent about a status customers are not told of, and nobody is bothered with it', () => {
    expect(decide(situation({ picture: open, recipients: [] }))).toEqual({ kind: 'nothing', reason: 'customers are not told of open' });
  });
});

it('the same news is the same, whoever it goes to; another date is other news', () => {
  const { picture } = situation();
  const news = (of: Situation['picture']) => {
    const decision = decide(situation({ picture: of }));
    return decision.kind === 'send' ? newsOf(of, decision.reading) : undefined;
  };
  expect(news(picture)).toEqual(news({ ...picture, order: order({ changedBy: 'OTHER' }) }));
  expect(news(late)).not.toEqual(news({ ...late, order: order({ items: [item({ confirmedOn: '2024-06-03' })] }) }));
});

it('a refusal says why in words its owner understands', () => {
  expect(['RECIPIENT_OPTED_OUT: x', 'RECIPIENT_LEFT: x', 'RECIPIENT_MOVED: x', 'LIMIT: x'].map(whyRefused)).toEqual([
    'opted-out',
    'left',
    'moved',
    'refused',
  ]);
});

it.each([
  ['a subject of two lines', { subject: 'Hello\r\nBcc: all@example.com' }],
  ['no subject', { subject: '' }],
  ['no text', { text: '' }],
  ['another language', { language: 'pl' }],
])('a mail with %s is none an edit can make', (_title, change) => {
  const mail = { contact: '003', about: '006', to: '<EMAIL_1>', language: 'en', subject: 'Your order', text: 'Hello' };
  expect(sendMail.input.safeParse(mail).success).toBe(true);
  expect(sendMail.input.safeParse({ ...mail, ...change }).success).toBe(false);
});

it('a task of another record cannot be closed by whoever names it', () => {
  const before = { id: '00T1', fields: { Status: 'Not Started', WhatId: '006other' } };
  // Neither of both looks at its context.
  const describing = () => completeTask.describe(undefined as never, before, { task: '00T1', about: '006mine' });
  expect(describing).toThrow('is not about the record');
  expect(
    completeTask.describe(
      undefined as never,
      { ...before, fields: { ...before.fields, WhatId: '006mine' } },
      { task: '00T1', about: '006mine' },
    ),
  ).toMatchObject({
    changes: [{ field: 'Status', before: 'Not Started', after: 'Completed' }],
  });
});
