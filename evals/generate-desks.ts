import type { generateCompany } from '../src/sandbox/index.ts';

type Company = ReturnType<typeof generateCompany>;
type Turn = {
  readonly says: string;
  readonly intents?: readonly string[];
  readonly contains?: readonly string[];
  readonly lacks?: readonly string[];
};
type Row = Record<string, unknown>;

export const money = (amount: string, currency: string, locale: 'en-US' | 'de-DE' | 'fr' | 'es'): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount as `${number}`);

export const asked = (
  id: string,
  locale: 'en' | 'de' | 'fr' | 'es',
  turns: readonly Turn[],
  expect: Row = {},
  tags: readonly string[] = [],
): Row => ({
  id: `${id}.${locale}`,
  kind: 'conversation',
  locale,
  tags: [locale, ...tags],
  turns,
  expect,
});
const called = (tool: string, given: Row) => [{ tool, arguments: given }];
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** Questions to every desk about the company of the sandbox; what must be in the answer comes from the same company. */
export function deskCases(company: Company): Readonly<Record<string, readonly Row[]>> {
  return {
    orders: orders(company),
    inventory: inventory(company),
    credit: credit(company),
    customers: customers(company),
    pipeline: pipeline(company),
    operations: operations(),
  };
}

function orders(company: Company): readonly Row[] {
  // Every seventh, and the four of the story.
  const chosen = company.orders.filter(({ id }, at) => at % 7 === 0 || ['SO-78910', 'SO-78911', 'SO-78912'].includes(id));
  const nameOf = (id: string): string => company.customers.find((each) => each.id === id)?.name ?? '';
  return chosen.flatMap((order) => {
    const id = slug(order.id);
    const left = order.deliveries.find(({ goodsIssuedOn }) => goodsIssuedOn !== undefined);
    const calls = called('erp.get-sales-order', { order: order.id });
    return [
      asked(`${id}.status`, 'en', [{ says: `What is the status of order ${order.id}?`, intents: ['order.status'], contains: [order.id] }], {
        calls,
      }),
      asked(
        `${id}.status`,
        'de',
        [{ says: `Wie ist der Stand von Auftrag ${order.id}?`, intents: ['order.status'], contains: [order.id] }],
        { calls },
      ),
      asked(
        `${id}.value`,
        'en',
        [{ says: `How much is ${order.id} worth?`, intents: ['order.value'], contains: [money(order.net, order.currency, 'en-US')] }],
        { calls },
      ),
      asked(
        `${id}.customer`,
        'en',
        [{ says: `Who is the customer of ${order.id}?`, intents: ['order.customer'], contains: [nameOf(order.customer)] }],
        { calls },
      ),
      asked(
        `${id}.tracking`,
        'en',
        [
          {
            says: `What is the tracking number of ${order.id}?`,
            intents: ['order.tracking'],
            contains: [order.id, ...(left ? [left.tracking] : [])],
            lacks: left ? [] : ['1Z'],
          },
        ],
        { calls },
      ),
    ];
  });
}

function inventory(company: Company): readonly Row[] {
  return company.materials
    .filter((_, at) => at % 4 === 0)
    .flatMap(({ id, description }) => [
      asked(`${slug(id)}.stock`, 'en', [{ says: `How many ${id} are in stock?`, intents: ['stock.level'], contains: [description, id] }], {
        calls: called('erp.get-stock', { material: id }),
      }),
      asked(`${slug(id)}.stock`, 'de', [{ says: `Wie hoch ist der Bestand von ${id}?`, intents: ['stock.level'], contains: [id] }]),
      asked(`${slug(id)}.promise`, 'en', [
        { says: `Can we promise 5 of ${id} by next Friday?`, intents: ['stock.promise'], contains: [description, 'May 24, 2024'] },
        { says: 'and 100000?', intents: ['stock.promise'], contains: ['No: ', '100,000'] },
      ]),
    ]);
}

function credit(company: Company): readonly Row[] {
  return company.customers
    .filter((_, at) => at % 4 === 1)
    .flatMap(({ id, name, creditLimit, currency }) => [
      asked(
        `${id}.exposure`,
        'en',
        [
          {
            says: `What is the credit exposure of ${name}?`,
            intents: ['credit.exposure'],
            contains: [name, money(creditLimit, currency, 'en-US')],
          },
        ],
        { calls: called('erp.get-credit-status', {}) },
      ),
      asked(`${id}.exposure`, 'de', [
        {
          says: `Wie hoch ist das Kreditlimit von ${name}?`,
          intents: ['credit.exposure'],
          contains: [name, money(creditLimit, currency, 'de-DE')],
        },
      ]),
      asked(`${id}.overdue`, 'en', [{ says: `Which invoices of ${name} are overdue?`, intents: ['invoices.overdue'], contains: [name] }], {
        calls: called('erp.list-open-invoices', {}),
      }),
    ]);
}

function customers(company: Company): readonly Row[] {
  return company.customers
    .filter((_, at) => at % 4 === 2)
    .flatMap(({ id, name, contacts }) => [
      asked(`${id}.contacts`, 'en', [
        {
          says: `Who is the contact at ${name}?`,
          intents: ['customer.contacts'],
          contains: [name, ...(contacts.length === 1 ? [contacts[0]?.lastName ?? ''] : [])],
        },
      ]),
      asked(`${id}.summary`, 'en', [{ says: `Give me an overview of ${name}`, intents: ['customer.summary'], contains: [name, id] }]),
      asked(`${id}.summary`, 'de', [{ says: `Gib mir einen Überblick über ${name}`, intents: ['customer.summary'], contains: [name, id] }]),
    ]);
}

function pipeline(company: Company): readonly Row[] {
  const open = company.orders.filter((order) => ['SO-78978', 'SO-78979', 'SO-78980', 'SO-78911', 'SO-78912'].includes(order.id));
  return open.flatMap(({ id }) => [
    asked(`${slug(id)}.deal`, 'en', [{ says: `What stage is the opportunity for ${id} in?`, intents: ['deal.status'], contains: [id] }]),
    asked(`${slug(id)}.deal`, 'de', [
      { says: `In welcher Phase ist die Verkaufschance zu ${id}?`, intents: ['deal.status'], contains: [id] },
    ]),
  ]);
}

type Language = 'en' | 'de' | 'fr' | 'es';
const errandTexts: readonly {
  readonly id: string;
  readonly says: Record<Language, string>;
  readonly contains: Record<Language, string>;
}[] = [
  {
    id: 'return.which',
    says: {
      en: 'Draft a return for the case',
      de: 'Erstelle eine Retoure zu dem Fall',
      fr: 'Prépare un retour pour le dossier',
      es: 'Crea una devolución para el caso',
    },
    contains: { en: 'Which case', de: 'Welchen Fall', fr: 'Quel dossier', es: '¿Qué caso' },
  },
  {
    id: 'return.unknown',
    says: {
      en: 'Draft a return for case 99999999',
      de: 'Erstelle eine Retoure zu Fall 99999999',
      fr: 'Prépare un retour pour le dossier 99999999',
      es: 'Crea una devolución para el caso 99999999',
    },
    contains: { en: '99999999', de: '99999999', fr: '99999999', es: '99999999' },
  },
  {
    id: 'reconcile.which',
    says: { en: 'Reconcile the invoice', de: 'Gleiche die Rechnung ab', fr: 'Rapproche la facture', es: 'Concilia la factura' },
    contains: { en: 'Which invoice', de: 'Welche Rechnung', fr: 'Quelle facture', es: '¿Qué factura' },
  },
  {
    id: 'status.which',
    says: {
      en: 'Refresh the order in the CRM',
      de: 'Aktualisiere den Auftrag im CRM',
      fr: 'Actualise la commande dans le CRM',
      es: 'Actualiza el pedido en el CRM',
    },
    contains: { en: 'Which order', de: 'Welchen Auftrag', fr: 'Quelle commande', es: 'pedido' },
  },
];

/** Work that is asked for and cannot begin yet: nothing is started, and what is missing is asked for. */
function operations(): readonly Row[] {
  const languages: readonly Language[] = ['en', 'de', 'fr', 'es'];
  return errandTexts.flatMap(({ id, says, contains }) =>
    languages.map((language) => asked(id, language, [{ says: says[language], intents: ['errand'], contains: [contains[language]] }])),
  );
}
