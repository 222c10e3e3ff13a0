import { rounded } from './chance.ts';
import type { Ledger } from './ledger.ts';

/**
 * Invoice lines and the account they were coded to. The law: a supplier sells for one to three accounts; a line has one to four words,
 * those of its account in seven of ten cases, filler otherwise; one line in fifty was coded wrongly. The words are goods and services,
 * never people.
 */
export function writeSpend(ledger: Ledger): void {
  const { chance, note, ask, days } = ledger;
  const names = Object.keys(words);
  const suppliers = Array.from({ length: 70 }, (_, number) => ({
    entity: `vendor:V${String(number + 1).padStart(4, '0')}`,
    accounts: Array.from({ length: 1 + chance.int(3) }, () => names[chance.int(names.length)] ?? '6800'),
  }));
  const lines = 3000;
  for (let n = 0; n < lines; n += 1) {
    const day = ((n + chance.next()) * days) / lines;
    const supplier = suppliers[chance.int(suppliers.length)] ?? { entity: 'vendor:V0001', accounts: ['6800'] };
    const account = supplier.accounts[chance.int(supplier.accounts.length)] ?? '6800';
    const own = words[account] ?? filler;
    const text = Array.from({ length: 1 + chance.int(4) }, () => pickOf(chance.yes(0.7) ? own : filler, chance.next())).join(' ');
    const line = `line:${String(5_000_000 + n)}`;
    const coded = chance.yes(1 / 50) ? (names[chance.int(names.length)] ?? account) : account;
    const amount = rounded(Math.exp(5 + 1.3 * chance.normal()), 2);
    note(line, { description: text, amount, department: chance.pick(['operations', 'sales', 'finance', 'it']) }, day, {
      record: `erp/invoice-lines/${5_000_000 + n}`,
    });
    note(line, { supplier: supplier.entity.slice('vendor:'.length) }, day);
    ask(line, day, day + 3 + chance.int(20), { account: coded }, { vendor: supplier.entity });
  }
}

const filler = ['monthly', 'order', 'service', 'pcs', 'set', 'delivery', 'various', 'net', 'standard', 'ref'];
const words: Readonly<Record<string, readonly string[]>> = {
  '6100': ['steel', 'sheet', 'galvanised', 'coil', 'bar', 'profile', 'welding', 'rod'],
  '6120': ['bearing', 'gasket', 'valve', 'spindle', 'filter', 'belt', 'hydraulic', 'seal'],
  '6200': ['electricity', 'kwh', 'grid', 'gas', 'meter', 'heating', 'energy', 'supply'],
  '6300': ['freight', 'pallet', 'transport', 'customs', 'container', 'express', 'shipping', 'toll'],
  '6400': ['toner', 'paper', 'pens', 'folders', 'envelopes', 'labels', 'stapler', 'printer'],
  '6450': ['laptop', 'monitor', 'keyboard', 'dock', 'headset', 'tablet', 'cable', 'adapter'],
  '6480': ['licence', 'subscription', 'cloud', 'seats', 'hosting', 'software', 'domain', 'backup'],
  '6500': ['flight', 'hotel', 'rail', 'taxi', 'rental', 'parking', 'mileage', 'lodging'],
  '6600': ['audit', 'legal', 'tax', 'advice', 'opinion', 'notary', 'filing', 'retainer'],
  '6700': ['campaign', 'banner', 'fair', 'booth', 'print', 'brochure', 'media', 'sponsoring'],
  '6750': ['cleaning', 'security', 'waste', 'gardening', 'janitor', 'laundry', 'pest', 'windows'],
  '6800': ['training', 'course', 'seminar', 'certificate', 'workshop', 'exam', 'webinar', 'tuition'],
};

function pickOf(list: readonly string[], share: number): string {
  return list[Math.floor(share * list.length)] ?? '';
}
