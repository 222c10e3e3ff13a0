import { addDays } from './days.ts';
import { mailName, places, type Place } from './names.ts';
import { makeOpportunities } from './opportunities.ts';
import { makeOrder, type OrderPlan } from './order-states.ts';
import type { SeedCase, SeedContact, SeedCustomer, SeedMaterial, SeedOpportunity, SeedOrder } from './seed.ts';

/**
 * Records people ask about: overdue invoices, deals that wait for goods there are too few of, customers whose names are
 * easily taken for one another, a block, open cases. Fixed, and numbered after everything that was dealt, so that
 * no record of the rest depends on them.
 */
export type Questions = {
  readonly customers: readonly SeedCustomer[];
  readonly materials: readonly SeedMaterial[];
  readonly orders: readonly SeedOrder[];
  opportunities(customers: readonly SeedCustomer[]): readonly SeedOpportunity[];
  readonly cases: readonly SeedCase[];
};

type After = {
  readonly customers: readonly SeedCustomer[];
  readonly materials: readonly SeedMaterial[];
  /** Number of the first order: 78973 for SO-78973. */
  readonly firstOrder: number;
  readonly asOf: string;
};

export function makeQuestions(after: After): Questions {
  const { asOf, firstOrder } = after;
  const customers = houses.map((house, index) => makeHouse(house, after.customers.length + index));
  const materials = scarce.map((one, index) => ({ ...one, id: `MAT-${1001 + after.materials.length + index}` }));
  const today = asOf.slice(0, 10);
  const orders = plans.map((plan, index): SeedOrder => {
    const [customer, material] = [customers[plan.house], materials[plan.scarce ?? -1] ?? after.materials[plan.material ?? 0]];
    if (!customer || !material) throw new Error('a plan names what is not there');
    const made = makeOrder({
      id: `SO-${firstOrder + index}`,
      state: plan.state,
      customer,
      lines: [{ material, quantity: plan.quantity }],
      today: addDays(today, -plan.daysAgo),
      minute: 30 + index * 40,
      delayDays: 5,
      reference: `PO-${60_000 + index * 7}`,
    });
    return { ...made, deliveryBlock: plan.deliveryBlock ?? '' };
  });
  return {
    customers,
    materials,
    orders,
    opportunities: (all) => withClosing(makeOpportunities(orders, all, { missing: [], double: [] }), today),
    cases: caseDrafts.flatMap((draft) => toCase(draft, { ...after, houses: customers })),
  };
}

type House = {
  readonly name: string;
  readonly city: string;
  readonly terms: string;
  readonly contact: readonly [string, string, string];
  readonly orderBlock?: string;
};

/** The first two are one name in two legal forms and towns. */
const houses: readonly House[] = [
  { name: 'Hollister Pumpen GmbH', city: 'Hamburg', terms: 'NT30', contact: ['Sabine', 'Rademacher', 'Head of Procurement'] },
  { name: 'Hollister Pumps Ltd', city: 'Leeds', terms: 'NT30', contact: ['Callum', 'Thornbury', 'Plant Manager'] },
  { name: 'Marchetta Conserves SAS', city: 'Lyon', terms: 'NT45', contact: ['Solène', 'Vasseur', 'Chief Financial Officer'] },
  { name: 'Lindmoor Paper Co.', city: 'Columbus', terms: 'NT30', contact: ['Naomi', 'Maddox', 'Head of Procurement'], orderBlock: '01' },
  { name: 'Northolt Marine plc', city: 'Leeds', terms: 'NT60', contact: ['Trevor', 'Lindsey', 'Logistics Coordinator'] },
  { name: 'Ostermann Fördertechnik AG', city: 'Graz', terms: 'NT30', contact: ['Birgit', 'Dreyer', 'Maintenance Lead'] },
];

function makeHouse(house: House, index: number): SeedCustomer {
  const place = places.find((one) => one.city === house.city);
  if (!place) throw new Error(`nobody lives in ${house.city}`);
  const host = `${mailName(house.name)}.example`;
  return {
    id: String(10_100_001 + index),
    name: house.name,
    street: `${place.street} ${200 + index}`,
    city: place.city,
    region: place.region,
    postalCode: place.postalCode,
    country: place.country,
    phone: `${place.dial} ${4000 + index}`,
    email: `orders@${host}`,
    language: place.language,
    currency: place.currency,
    paymentTerms: house.terms,
    creditLimit: '0.00',
    creditExposure: '0.00',
    creditBlocked: false,
    ...(house.orderBlock === undefined ? {} : { orderBlock: house.orderBlock }),
    riskClass: 'B',
    ownerKey: `user-${(index % 2) + 1}`,
    contacts: [makePerson(house, place, index, host)],
  };
}

function makePerson(house: House, place: Place, index: number, host: string): SeedContact {
  const [firstName, lastName, title] = house.contact;
  return {
    key: `contact-${index + 1}-1`,
    firstName,
    lastName,
    title,
    email: `${mailName(firstName)}.${mailName(lastName)}@${host}`,
    phone: `${place.dial} ${5000 + index}`,
    language: place.language,
    optedOut: false,
  };
}

/** Materials there are too few of, and one that is no longer made. */
const scarce: readonly Omit<SeedMaterial, 'id'>[] = [
  { ...material('Screw pump XP-30', '1860.00', 'FLUID', '1010', '6', 28), elsewhere: [{ plant: '1020', stock: '40' }] },
  material('Servo drive SD-9', '1145.00', 'DRIVE', '1020', '0', 42),
  { ...material('Rotary valve RV-12', '372.00', 'FLUID', '1010', '12', 35), elsewhere: [{ plant: '1020', stock: '5' }] },
  { ...material('Gear reducer GR-38', '398.00', 'DRIVE', '1020', '3', 90), isDiscontinued: true },
];

function material(
  description: string,
  price: string,
  group: string,
  plant: string,
  stock: string,
  leadTimeDays: number,
): Omit<SeedMaterial, 'id'> {
  return { description, unit: 'PC', price, currency: 'EUR', plant, stock, leadTimeDays, group };
}

type Plan = {
  readonly house: number;
  readonly state: OrderPlan['state'];
  /** The order stands as it would have stood so many days ago. */
  readonly daysAgo: number;
  readonly quantity: string;
  /** One of the materials everybody buys, or one of the scarce ones. */
  readonly material?: number;
  readonly scarce?: number;
  readonly deliveryBlock?: string;
};

const plans: readonly Plan[] = [
  // Invoiced eight days before and never paid since: overdue under every payment term.
  { house: 0, state: 'invoiced', daysAgo: 70, material: 2, quantity: '6' },
  { house: 0, state: 'invoiced', daysAgo: 35, material: 3, quantity: '20' },
  { house: 2, state: 'invoiced', daysAgo: 60, material: 5, quantity: '48' },
  { house: 3, state: 'invoiced', daysAgo: 110, material: 16, quantity: '4' },
  { house: 4, state: 'invoiced', daysAgo: 75, material: 15, quantity: '8' },
  // Not due yet.
  { house: 4, state: 'invoiced', daysAgo: 10, material: 14, quantity: '30' },
  { house: 3, state: 'confirmed', daysAgo: 0, material: 8, quantity: '10', deliveryBlock: '01' },
  // More than there is of it anywhere, or more than there is in one plant.
  { house: 1, state: 'open', daysAgo: 0, scarce: 0, quantity: '30' },
  { house: 2, state: 'open', daysAgo: 0, scarce: 1, quantity: '8' },
  { house: 5, state: 'open', daysAgo: 0, scarce: 2, quantity: '24' },
  { house: 0, state: 'open', daysAgo: 0, scarce: 0, quantity: '18' },
];

/** Days from today on which the open deals close, and where they stand, one after the other. */
const closings: readonly (readonly [number, string])[] = [
  [12, 'Negotiation/Review'],
  [25, 'Proposal/Price Quote'],
  [40, 'Negotiation/Review'],
  [55, 'Value Proposition'],
  [70, 'Proposal/Price Quote'],
];

function withClosing(deals: readonly SeedOpportunity[], today: string): SeedOpportunity[] {
  let open = 0;
  return deals.map((deal) => {
    const [days, stage] = closings[open] ?? [];
    if (deal.stage === 'Closed Won' || days === undefined || stage === undefined) return deal;
    open += 1;
    return { ...deal, stage, closeOn: addDays(today, days) };
  });
}

type CaseDraft = Pick<SeedCase, 'subject' | 'text' | 'priority' | 'status'> & {
  /** A house of this file, or the place among all the customers before them. */
  readonly house?: number;
  readonly customer?: number;
  readonly daysAgo: number;
};

const caseDrafts: readonly CaseDraft[] = [
  {
    house: 0,
    daysAgo: 9,
    priority: 'High',
    status: 'Escalated',
    subject: 'Pump loses pressure after two days',
    text: 'The pump delivered last month loses pressure under load. Production stands still on one line.',
  },
  {
    house: 0,
    daysAgo: 3,
    priority: 'Medium',
    status: 'New',
    subject: 'Invoice shows the wrong purchase order',
    text: 'The number of the purchase order on the invoice is not ours. Payment waits for a corrected one.',
  },
  {
    house: 0,
    daysAgo: 40,
    priority: 'Low',
    status: 'Closed',
    subject: 'Copy of the test certificate',
    text: 'Please send the certificate again.',
  },
  {
    house: 2,
    daysAgo: 5,
    priority: 'High',
    status: 'Working',
    subject: 'Four drive belts arrived damaged',
    text: 'Four of the belts in the last delivery are torn. We ask for a replacement.',
  },
  {
    house: 4,
    daysAgo: 2,
    priority: 'Medium',
    status: 'New',
    subject: 'When does the remaining delivery arrive',
    text: 'Part of the order is still missing and nobody could name a date.',
  },
  {
    customer: 1,
    daysAgo: 6,
    priority: 'Medium',
    status: 'Working',
    subject: 'Sensor reports the wrong range',
    text: 'The sensor head shows half of the distance measured by hand.',
  },
  {
    customer: 3,
    daysAgo: 1,
    priority: 'High',
    status: 'New',
    subject: 'Coupling too short by two millimetres',
    text: 'The couplings do not fit the shaft of the drawing that was agreed.',
  },
];

function toCase(draft: CaseDraft, all: After & { readonly houses: readonly SeedCustomer[] }): SeedCase[] {
  const customer = draft.house === undefined ? all.customers[draft.customer ?? -1] : all.houses[draft.house];
  if (!customer) return [];
  const { subject, text, priority, status } = draft;
  const openedAt = `${addDays(all.asOf.slice(0, 10), -draft.daysAgo)}T08:20:00Z`;
  return [{ customer: customer.id, subject, text, priority, status, openedAt }];
}
