import type { OpenItem, Payment, Rate } from '../../src/matching/index.ts';
import { createDice, type Dice } from '../matching/companies.ts';
import { shuffled } from '../matching/world.ts';
import { remittance } from './remittance.ts';

/** What a payment really settles; `cents` of the payment go to the item (below zero for a credit note). */
export type Share = { readonly item: string; readonly cents: number };
export type Story =
  | 'one'
  | 'several'
  | 'order'
  | 'silent one'
  | 'silent several'
  | 'part'
  | 'instalments'
  | 'discount'
  | 'silent discount'
  | 'credit named'
  | 'credit silent'
  | 'fee'
  | 'currency'
  | 'third party'
  | 'too much'
  | 'unknown'
  | 'twice'
  | 'refund'
  | 'part of several';

export type Told = {
  readonly story: Story;
  readonly shares: readonly Share[];
  /** Everything it settles is named in the text, each number with one slip at most. */
  readonly isNamed: boolean;
};

export type Books = {
  readonly items: readonly OpenItem[];
  readonly payments: readonly Payment[];
  readonly rates: readonly Rate[];
  readonly truth: ReadonlyMap<string, Told>;
};

type Draft = { item: OpenItem; cents: number; percent: number };

const stories: readonly (readonly [Story, number])[] = [
  ['one', 44],
  ['several', 12],
  ['order', 3],
  ['silent one', 9],
  ['silent several', 4],
  ['part', 4],
  ['instalments', 4],
  ['discount', 6],
  ['silent discount', 1],
  ['credit named', 2],
  ['credit silent', 1.5],
  ['fee', 2],
  ['currency', 2],
  ['third party', 1.5],
  ['too much', 0.7],
  ['unknown', 1],
  ['twice', 0.6],
  ['refund', 0.7],
  ['part of several', 1],
];

const day = (at: number): string => new Date(Date.UTC(2025, 0, 1 + at)).toISOString().slice(0, 10);
const text = (cents: number): string => (cents / 100).toFixed(2);

/** At least so many payments and items of about 1 customer per 25 items; a tenth of the items is not paid. */
export function createBooks(seed: number, size: number): Books {
  const dice = createDice(seed);
  const items: OpenItem[] = [];
  const payments: Payment[] = [];
  const truth = new Map<string, Told>();
  const customers = Math.max(3, Math.round(size / 25));
  const writer = writerFor(dice, customers, items);
  while (payments.length < size || items.length < size) {
    const account = dice.int(customers);
    if (dice.is(0.1) || payments.length >= size) writer.invoice(account);
    else tell(pick(dice), account, { dice, writer, payments, truth, customers });
  }
  return { items: shuffled(items, dice), payments: shuffled(payments, dice), rates: [{ from: 'USD', to: 'EUR', rate: '0.9214' }], truth };
}

function pick(dice: Dice): Story {
  let roll = dice.next() * stories.reduce((sum, [, weight]) => sum + weight, 0);
  return stories.find(([, weight]) => (roll -= weight) < 0)?.[0] ?? 'one';
}

type Writer = ReturnType<typeof writerFor>;

function writerFor(dice: Dice, customers: number, items: OpenItem[]) {
  let [number, order] = [100_000 + dice.int(800_000), 4_500_000 + dice.int(400_000)];
  // A tenth of the customers pays the same amount month by month, another tenth buys at round prices.
  const kinds = Array.from({ length: customers }, () => dice.next());
  const subscription = kinds.map(() => 5000 + dice.int(200_000));
  const amount = (account: number): number => {
    const kind = kinds[account] ?? 1;
    if (kind < 0.1) return subscription[account] ?? 9900;
    const drawn = Math.round(Math.exp(9.5 + 3.2 * (dice.next() + dice.next() + dice.next() - 1.5)));
    return kind < 0.2 ? Math.max(5000, Math.round(drawn / 5000) * 5000) : Math.max(700, drawn);
  };
  const add = (account: number, cents: number, more: Partial<OpenItem> & { readonly at?: number } = {}): Draft => {
    const { at = dice.int(300), ...rest } = more;
    number += 1;
    const percent = rest.discounts ? Number(rest.discounts[0]?.percent) : 0;
    const item: OpenItem = {
      id: `I${number}`,
      kind: 'invoice',
      open: { amount: text(cents), currency: 'EUR' },
      account: `C${account}`,
      name: `Customer ${account} GmbH`,
      references: [`RE-2025-${String(number).padStart(7, '0')}`],
      date: day(at),
      ...rest,
    };
    items.push(item);
    return { item, cents, percent };
  };
  return {
    amount,
    invoice: (account: number, more: Partial<OpenItem> & { readonly at?: number } = {}) => add(account, amount(account), more),
    credit: (account: number, cents: number) => {
      const made = add(account, cents, { kind: 'creditNote' });
      return made;
    },
    order: () => `SO-${(order += 1)}`,
  };
}

type Scene = {
  readonly dice: Dice;
  readonly writer: Writer;
  readonly payments: Payment[];
  readonly truth: Map<string, Told>;
  readonly customers: number;
};

function tell(story: Story, account: number, { dice, writer, payments, truth, customers }: Scene): void {
  const latest = (drafts: readonly Draft[]): number =>
    Math.max(0, ...drafts.map(({ item }) => Math.round((Date.parse(item.date ?? '') - Date.UTC(2025, 0, 1)) / 86_400_000)));
  const pay = (
    cents: number,
    shares: readonly Share[],
    named: readonly string[],
    more: { readonly at?: number; readonly account?: string | undefined; readonly currency?: string } = {},
  ): void => {
    const id = `P${payments.length + 1}`;
    const words =
      named.length > 0
        ? remittance(named, dice)
        : dice.of(['', 'Vielen Dank', 'payment', 'Zahlung Kd.-Nr. 4711', 'INVOICES SEE MAIL', 'SEPA CT']);
    const who = 'account' in more ? more.account : dice.is(0.85) ? `C${account}` : undefined;
    payments.push({
      id,
      amount: { amount: text(cents), currency: more.currency ?? 'EUR' },
      date: day(more.at ?? 320 + dice.int(30)),
      text: words,
      ...(who === undefined ? { payer: dice.is(0.7) ? `CUSTOMER ${account} GMBH` : `Customer ${account}` } : { account: who }),
    });
    truth.set(id, { story, shares, isNamed: named.length > 0 });
  };
  const full = (drafts: readonly Draft[]): Share[] =>
    drafts.map(({ item, cents }) => ({ item: item.id, cents: item.kind === 'creditNote' ? -cents : cents }));
  const sum = (shares: readonly Share[]): number => shares.reduce((all, { cents }) => all + cents, 0);
  const numbers = (drafts: readonly Draft[]): string[] => drafts.map(({ item }) => item.references[0] ?? '');
  const invoices = (count: number): Draft[] => Array.from({ length: count }, () => writer.invoice(account));
  const reduced = ({ item, cents, percent }: Draft): Share => ({ item: item.id, cents: cents - Math.round((cents * percent) / 100) });
  switch (story) {
    case 'one':
    case 'silent one': {
      const own = invoices(1);
      return pay(sum(full(own)), full(own), story === 'one' ? numbers(own) : [], { at: latest(own) + dice.int(40) });
    }
    case 'several':
    case 'silent several': {
      const own = invoices(story === 'several' ? 2 + dice.int(5) : 2 + dice.int(2));
      return pay(sum(full(own)), full(own), story === 'several' ? numbers(own) : [], { at: latest(own) + dice.int(40) });
    }
    case 'order': {
      const order = writer.order();
      const own = Array.from({ length: 1 + dice.int(3) }, () => {
        const at = dice.int(300);
        const made = writer.invoice(account, { at });
        return { ...made, item: Object.assign(made.item, { references: [...made.item.references, order] }) };
      });
      return pay(sum(full(own)), full(own), [order], { at: latest(own) + dice.int(40) });
    }
    case 'part':
    case 'too much': {
      const own = invoices(1);
      const cents = own[0]?.cents ?? 0;
      const paid = story === 'part' ? Math.max(1, Math.round(cents * (0.2 + 0.6 * dice.next()))) : Math.round(cents * (1.1 + dice.next()));
      return pay(
        paid,
        full(own).map(({ item }) => ({ item, cents: Math.min(paid, cents) })),
        numbers(own),
      );
    }
    case 'part of several': {
      const own = invoices(2 + dice.int(2));
      const paid = Math.round(sum(full(own)) * (0.3 + 0.4 * dice.next()));
      return pay(paid, [], numbers(own));
    }
    case 'instalments': {
      const own = invoices(1);
      const [{ item, cents } = { item: { id: '' }, cents: 0 }] = own;
      const parts = 2 + dice.int(2);
      const each = Math.floor(cents / parts);
      for (let part = 0; part < parts; part += 1) {
        const paid = part === parts - 1 ? cents - each * (parts - 1) : each;
        pay(paid, [{ item: item.id, cents: paid }], numbers(own), { at: latest(own) + 30 * part + dice.int(5) });
      }
      return undefined;
    }
    case 'discount':
    case 'silent discount': {
      const at = dice.int(300);
      const own = Array.from({ length: story === 'discount' && dice.is(0.3) ? 2 : 1 }, () =>
        writer.invoice(account, { at, discounts: [{ until: day(at + 14), percent: dice.of(['2', '3', '2.5']) }] }),
      );
      const shares = own.map(reduced);
      return pay(sum(shares), shares, story === 'discount' ? numbers(own) : [], { at: at + 1 + dice.int(13) });
    }
    case 'credit named':
    case 'credit silent': {
      const own = invoices(1 + dice.int(2));
      const credit = writer.credit(account, Math.max(1, Math.round((own[0]?.cents ?? 100) * (0.1 + 0.4 * dice.next()))));
      const shares = full([...own, credit]);
      return pay(sum(shares), shares, numbers(story === 'credit named' ? [...own, credit] : own), { at: 330 });
    }
    case 'fee': {
      const own = invoices(1);
      const paid = (own[0]?.cents ?? 0) - (1 + dice.int(100));
      return pay(paid, [{ item: own[0]?.item.id ?? '', cents: paid }], numbers(own), { at: latest(own) + dice.int(40) });
    }
    case 'currency': {
      const own = writer.invoice(account);
      Object.assign(own.item, { open: { amount: text(own.cents), currency: 'USD' } });
      const paid = Math.max(1, Math.round(own.cents * 0.9214 * (0.995 + 0.01 * dice.next())));
      return pay(paid, [{ item: own.item.id, cents: paid }], numbers([own]));
    }
    case 'third party': {
      const own = invoices(1 + dice.int(2));
      return pay(sum(full(own)), full(own), numbers(own), {
        account: `C${(account + 1 + dice.int(customers - 1)) % customers}`,
        at: latest(own) + dice.int(40),
      });
    }
    case 'unknown':
      return pay(writer.amount(account), [], dice.is(0.5) ? [`RE-2024-${String(10_000 + dice.int(80_000)).padStart(7, '0')}`] : []);
    case 'twice': {
      const own = invoices(1);
      const at = latest(own) + dice.int(20);
      pay(sum(full(own)), full(own), numbers(own), { at });
      return pay(sum(full(own)), [], numbers(own), { at: at + 1 + dice.int(9) });
    }
    case 'refund': {
      const credit = writer.credit(account, writer.amount(account));
      return pay(-credit.cents, full([credit]), numbers([credit]), { at: latest([credit]) + dice.int(20) });
    }
  }
}
