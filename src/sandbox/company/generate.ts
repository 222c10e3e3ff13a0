import { fromScaled, toScaled } from '../../contracts/money.ts';
import { seededRandom } from '../core/ids.ts';
import { exposure } from './amounts.ts';
import { companyForms, companyStems, firstNames, jobTitles, type Language, lastNames, mailName, materialNames, places } from './names.ts';
import { makeOpportunities } from './opportunities.ts';
import { makeOrder, orderStates } from './order-states.ts';
import { makeQuestions } from './questions.ts';
import type { CompanySeed, SeedContact, SeedCustomer, SeedMaterial, SeedOrder, SeedUser } from './seed.ts';
import { storyOrders } from './story.ts';

/** Draws from lists with one stream of chance, so the same seed deals the same company. */
type Dice = { pick<T>(list: readonly T[]): T; between(low: number, high: number): number };

/**
 * A company with `size` customers and about 2.4 orders each, in every state an order can be in, and a few records people ask about. The same arguments give
 * the same bytes. `asOf` (default 2024-05-17T16:00:00Z) is its now; SO-78910, SO-78911 and SO-78912 keep their own dates.
 */
export function generateCompany(options: { seed?: number; size?: number; asOf?: string } = {}): CompanySeed {
  const asOf = options.asOf ?? '2024-05-17T16:00:00Z';
  const size = Math.max(1, options.size ?? 25);
  const dice = makeDice(options.seed ?? 1);
  const users = makeUsers(dice);
  const materials = makeMaterials(dice);
  const drafts = Array.from({ length: size }, (_, index) => makeCustomer(dice, index, users));
  const first = drafts[0];
  const story = first ? storyOrders(first, materials) : [];
  const count = Math.max(orderStates.length, Math.round(size * 2.4) - story.length);
  const orders = [...story, ...Array.from({ length: count }, (_, index) => dealOrder(dice, index, drafts, materials, asOf.slice(0, 10)))];
  const questions = makeQuestions({ customers: drafts, materials, firstOrder: 78_913 + count, asOf });
  const ordersOf = (customer: SeedCustomer, all: readonly SeedOrder[]) => all.filter((order) => order.customer === customer.id);
  const customers = drafts.map((customer) => withCredit(customer, ordersOf(customer, orders)));
  const asked = questions.customers.map((customer) => withCredit(customer, ordersOf(customer, questions.orders)));
  return {
    name: 'Norwick Drives',
    asOf,
    users,
    customers: [...customers, ...asked],
    materials: [...materials, ...questions.materials],
    orders: [...orders, ...questions.orders],
    opportunities: [...makeOpportunities(orders, customers, { missing: [6, 12], double: [8] }), ...questions.opportunities(asked)],
    cases: questions.cases,
  };
}

function makeDice(seed: number): Dice {
  const random = seededRandom(seed);
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  return {
    between,
    pick(list) {
      const chosen = list[between(0, list.length - 1)];
      if (chosen === undefined) throw new Error('nothing to pick from');
      return chosen;
    },
  };
}

function makeUsers(dice: Dice): SeedUser[] {
  return ['Account Executive', 'Account Executive', 'Sales Operations', 'Regional Sales Manager'].map((title, index) => {
    const firstName = dice.pick(firstNames.en);
    const lastName = lastNames.en[index] ?? 'Winslow';
    return { key: `user-${index + 1}`, firstName, lastName, email: `${mailName(firstName)}.${mailName(lastName)}@norwick.example`, title };
  });
}

function makeMaterials(dice: Dice): SeedMaterial[] {
  return materialNames.map(([description, price, group], index) => ({
    id: `MAT-${1001 + index}`,
    description,
    unit: 'PC',
    price,
    currency: 'EUR',
    plant: index % 3 === 0 ? '1020' : '1010',
    stock: String(dice.between(0, 40) * 10),
    leadTimeDays: dice.between(3, 21),
    group,
    // Every third is kept in the other plant as well.
    ...(index % 3 === 1 ? { elsewhere: [{ plant: '1020', stock: String(20 + index * 5) }] } : {}),
  }));
}

function makeCustomer(dice: Dice, index: number, users: readonly SeedUser[]): SeedCustomer {
  const place = places[index % places.length] ?? dice.pick(places);
  const stem = companyStems[index % companyStems.length] ?? 'Yarrow';
  const round = index < companyStems.length ? '' : ` ${Math.floor(index / companyStems.length) + 1}`;
  const host = `${mailName(stem + round)}.example`;
  return {
    id: String(10_100_001 + index),
    name: `${stem}${round} ${dice.pick(companyForms[place.language])}`,
    street: `${place.street} ${dice.between(1, 140)}`,
    city: place.city,
    region: place.region,
    postalCode: place.postalCode,
    country: place.country,
    phone: `${place.dial} ${dice.between(1000, 9999)}`,
    email: `orders@${host}`,
    language: place.language,
    currency: place.currency,
    paymentTerms: dice.pick(['NT30', 'NT45', 'NT60']),
    creditLimit: '0.00',
    creditExposure: '0.00',
    creditBlocked: false,
    riskClass: dice.pick(['A', 'B', 'C']),
    ownerKey: users[index % 2]?.key ?? 'user-1',
    contacts: Array.from({ length: index === 0 ? 3 : dice.between(1, 3) }, (_, at) =>
      makeContact(dice, `contact-${index + 1}-${at + 1}`, place.language, host, place.dial, at),
    ),
  };
}

function makeContact(dice: Dice, key: string, language: Language, host: string, dial: string, at: number): SeedContact {
  const firstName = dice.pick(firstNames[language]);
  const lastName = dice.pick(lastNames[language]);
  return {
    key,
    firstName,
    lastName,
    title: jobTitles[at] ?? dice.pick(jobTitles),
    email: `${mailName(firstName)}.${mailName(lastName)}@${host}`,
    phone: `${dial} ${dice.between(1000, 9999)}`,
    language,
    optedOut: at > 0 && dice.between(1, 8) === 1,
  };
}

function dealOrder(
  dice: Dice,
  index: number,
  customers: readonly SeedCustomer[],
  materials: readonly SeedMaterial[],
  today: string,
): SeedOrder {
  const state = orderStates[index % orderStates.length] ?? 'open';
  const first = dice.between(0, materials.length - 1);
  const lines = Array.from({ length: state === 'rejected' || state === 'partly-shipped' ? 2 : dice.between(1, 3) }, (_, at) => {
    const material = materials[(first + at * 5) % materials.length] ?? dice.pick(materials);
    return { material, quantity: String(dice.between(1, 12) * 2) };
  });
  return makeOrder({
    id: `SO-${78_913 + index}`,
    state,
    customer: dice.pick(customers),
    lines,
    today,
    minute: dice.between(0, 590),
    delayDays: dice.between(4, 12),
    reference: `PO-${40_000 + index * 7}`,
  });
}

/** A limit with room above the exposure; a customer with a blocked order has used his up, and one in three of those is blocked as a whole. */
function withCredit(customer: SeedCustomer, orders: readonly SeedOrder[]): SeedCustomer {
  const used = exposure(orders, customer.currency);
  const hasBlockedOrder = orders.some((order) => order.creditBlocked);
  const thousands = toScaled(used, 0) / 1000n;
  const limit = hasBlockedOrder ? (thousands * 9n) / 10n : (thousands * 15n) / 10n + 25n;
  return {
    ...customer,
    creditExposure: used,
    creditLimit: fromScaled(limit * 100_000n, 2),
    creditBlocked: hasBlockedOrder && Number(customer.id) % 3 === 0,
    riskClass: hasBlockedOrder ? 'D' : customer.riskClass,
  };
}
