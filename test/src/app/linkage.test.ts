import { describe, expect, it } from 'vitest';
import { customerLinkage } from '../../../src/app/linkage.ts';
import type { AccountMaster } from '../../../src/contracts/business-crm.ts';
import type { CustomerMaster } from '../../../src/contracts/business-erp.ts';
import type { Connection } from '../../../src/contracts/ports.ts';

const ref = { connection: 'x', type: 'x', id: 'x' };
const words = [
  'Alder',
  'Birch',
  'Cedar',
  'Dogwood',
  'Elm',
  'Fir',
  'Gorse',
  'Hazel',
  'Ivy',
  'Juniper',
  'Larch',
  'Maple',
  'Oak',
  'Pine',
  'Rowan',
  'Spruce',
];
const trades = ['Pumps', 'Valves', 'Motors', 'Drives', 'Bearings', 'Gears', 'Seals', 'Tools', 'Cranes', 'Turbines', 'Cables', 'Lifts'];
const pick = (list: readonly string[], at: number): string => list[at % list.length] ?? '';

/** Customer masters with a number that grows, as SAP gives them out. */
function customers(count: number): CustomerMaster[] {
  return Array.from({ length: count }, (_, at) => ({
    ref,
    id: String(10_000_000 + at),
    name: `${pick(words, at)} ${pick(words, Math.floor(at / 16) + 5)} ${pick(trades, Math.floor(at / 256))} ${at} Ltd`,
    street: `${(at % 180) + 1} ${pick(words, at * 7)} Street`,
    city: `${pick(words, at * 3)}ham`,
    postalCode: `B${at % 90} ${at % 9}AA`,
    country: 'GB',
    phone: `+44 1${String(100_000_000 + at * 37)}`,
    isBlocked: false,
  }));
}

/** A company in memory that counts how often its pages are read. */
function company(masters: CustomerMaster[], accounts: readonly AccountMaster[]) {
  const pages: string[] = [];
  const erp = {
    ports: {
      customerMasters: {
        get: async (id: string) => masters.find((one) => one.id === id),
        list: async ({ after, limit }: { after?: string; limit: number }) => {
          pages.push(after ?? '');
          const rest = masters.filter(({ id }) => id > (after ?? ''));
          return { items: rest.slice(0, limit), more: rest.length > limit };
        },
      },
    },
  };
  const crm = { ports: { accountMasters: { get: async (id: string) => accounts.find((one) => one.id === id) } } };
  // The linkage touches no other part of a connection.
  const connection = (system: string): Connection => (system === 'erp' ? erp : crm) as unknown as Connection;
  return { connection, pages };
}

const accountLike = (master: CustomerMaster, given: Partial<AccountMaster> = {}): AccountMaster => {
  const { name, street, city, postalCode, country, phone } = master;
  return { ref, id: 'A1', name, street, city, postalCode, country, phone, ...given };
};
const clockAt = (moment: { now: number }) => ({ now: () => new Date(moment.now) });

describe('comparing masters', () => {
  it('answers numbers, levels and odds, and no value of anybody', async () => {
    const masters = customers(300);
    const like = masters[123];
    if (!like) throw new Error('there is no such customer');
    const { connection } = company(masters, [accountLike(like, { name: `${like.name.replace(' Ltd', '')} Limited` })]);
    const found = await customerLinkage({ connection, clock: clockAt({ now: 0 }) }).customersLike('A1');
    expect(found).toMatchObject({
      taxId: 'missing',
      compared: 300,
      isComplete: true,
      candidates: [{ customer: like.id, verdict: 'match' }],
    });
    for (const value of [like.name, like.street, like.city, like.phone]) expect(JSON.stringify(found)).not.toContain(String(value));
  });

  it('finds a customer by what a company-data provider knows of an account that says little, and only where it is told to', async () => {
    const masters = customers(300);
    const like = masters[123];
    if (!like) throw new Error('there is no such customer');
    const bare = { ...accountLike(like, { name: like.name }), street: undefined, city: undefined, postalCode: undefined, phone: undefined };
    const { connection } = company(masters, [bare]);
    const { street, city, postalCode, phone, country, name } = like;
    const profileOf = async () => ({
      duns: '804735132',
      name,
      street,
      city,
      postalCode,
      phone,
      country,
      taxId: 'GB1',
      isActive: true,
    });
    const linkage = customerLinkage({ connection, profileOf, clock: clockAt({ now: 0 }) });
    const [alone] = (await linkage.customersLike('A1'))?.candidates ?? [];
    const helped = await linkage.customersLike('A1', { duns: '804735132' });
    expect(helped).toMatchObject({ taxId: 'missing', foundTaxId: 'unsound', candidates: [{ customer: like.id, verdict: 'match' }] });
    expect(helped?.candidates[0]?.probability).toBeGreaterThan(alone?.probability ?? 0);
  });

  it('holds what it read, reads what came behind it before every search, and all of it again after a while', async () => {
    const masters = customers(1200);
    const newest = accountLike({
      ...customers(1)[0],
      ref,
      id: '99000000',
      name: 'Quillon Foundry AG',
      phone: '+44 20 7946 0999',
      isBlocked: false,
    });
    const { connection, pages } = company(masters, [newest]);
    const moment = { now: 0 };
    const linkage = customerLinkage({ connection, clock: clockAt(moment), holdMs: 1000 });
    expect((await linkage.customersLike('A1'))?.candidates).toEqual([]);
    expect(pages).toHaveLength(3);
    masters.push({ ...newest, id: '99000000', isBlocked: false });
    expect((await linkage.customersLike('A1'))?.candidates[0]).toMatchObject({ customer: '99000000', verdict: 'match' });
    expect(pages.slice(3)).toEqual(['10001199']);
    moment.now = 2000;
    await linkage.customersLike('A1');
    expect(pages.slice(4)).toHaveLength(3);
  });

  it('says so where the ERP has more customers than are held', async () => {
    const { connection } = company(customers(1200), [accountLike({ ref, id: 'x', name: 'Nobody Else GmbH', isBlocked: false })]);
    const found = await customerLinkage({ connection, clock: clockAt({ now: 0 }), most: 1000 }).customersLike('A1');
    expect(found).toMatchObject({ compared: 1000, isComplete: false });
  });

  it('knows a tax id with a wrong check digit, and an account or customer that is gone', async () => {
    const masters = customers(3);
    const wrong = accountLike({ ref, id: 'x', name: 'X GmbH', country: 'DE', isBlocked: false }, { taxId: 'DE136695977' });
    const { connection } = company(masters, [wrong]);
    const linkage = customerLinkage({ connection, clock: clockAt({ now: 0 }) });
    expect(await linkage.customersLike('A1')).toMatchObject({ taxId: 'unsound' });
    expect(await linkage.customersLike('A2')).toBeUndefined();
    expect(await linkage.compare('A1', 'none')).toBeUndefined();
  });

  it('looks through twenty thousand customers for one account without holding up everything else', async () => {
    const masters = customers(20_000);
    const { connection } = company(masters, [accountLike(masters[777] ?? { ref, id: '', name: '', isBlocked: false })]);
    const linkage = customerLinkage({ connection, clock: clockAt({ now: 0 }) });
    await linkage.customersLike('A1');
    const from = performance.now();
    const found = await linkage.customersLike('A1');
    const tookMs = performance.now() - from;
    console.info(`20,000 customers looked through in ${Math.round(tookMs)} ms`);
    expect(found?.candidates[0]?.customer).toBe('10000777');
    expect(tookMs).toBeLessThan(500);
  });

  it('compares two accounts, and answers levels alone', async () => {
    const [one] = customers(1);
    if (!one) throw new Error('there is no such customer');
    const { connection } = company([], [accountLike(one), accountLike(one, { id: 'A2', phone: '+44 1999999999' })]);
    const linkage = customerLinkage({ connection, clock: clockAt({ now: 0 }) });
    const found = await linkage.compareAccounts('A1', 'A2');
    expect(found?.find(({ field }) => field === 'name')).toMatchObject({ level: 'exact' });
    expect(found?.find(({ field }) => field === 'phone')?.level).not.toBe('exact');
    expect(JSON.stringify(found)).not.toContain(one.name);
    expect(await linkage.compareAccounts('A1', 'A9')).toBeUndefined();
  });
});
