import { rounded } from './chance.ts';
import type { Ledger } from './ledger.ts';

/**
 * Payables invoices and the account they were posted to. The law: a vendor's trade gives the account; above 800 goods of the trades `it`
 * and `machines` are assets; the tax code V0 of foreign services sends advice to another account; one posting in 25 differs
 * for reasons of its own. The text of the header is one or two words of the trade.
 */
export function writePostings(ledger: Ledger): void {
  const { chance, note, ask, days } = ledger;
  const vendors = Array.from({ length: 90 }, (_, number) => ({
    id: `V${String(number + 1).padStart(4, '0')}`,
    trade: chance.pick(['it', 'machines', 'advice', 'energy', 'freight', 'cleaning', 'print']),
    isForeign: chance.yes(0.25),
  }));
  const invoices = 2800;
  for (let n = 0; n < invoices; n += 1) {
    const day = ((n + chance.next()) * days) / invoices;
    const vendor = vendors[chance.int(vendors.length)] ?? { id: 'V0001', trade: 'it', isForeign: false };
    const amount = rounded(Math.exp(6.2 + 1.2 * chance.normal()), 2);
    const taxCode = vendor.isForeign ? 'V0' : chance.yes(0.1) ? 'V7' : 'V1';
    const account = chance.yes(1 / 25) ? chance.pick(['4900', '4980', '4822']) : accountOf(vendor.trade, amount, taxCode);
    const text = chance.yes(0.2)
      ? ''
      : `${chance.pick(headers[vendor.trade] ?? ['invoice'])} ${chance.pick(['invoice', 'rechnung', 'facture', 'bill'])}`;
    const invoice = `payable:${String(1_900_000_000 + n)}`;
    note(invoice, { vendor: vendor.id, amount, amount_band: bandOf(amount), tax_code: taxCode, header_text: text }, day, {
      record: `erp/payables/${1_900_000_000 + n}`,
    });
    ask(invoice, day, day + 1 + chance.int(14), { account }, { vendor: `vendor:${vendor.id}` });
  }
}

const headers: Readonly<Record<string, [string, ...string[]]>> = {
  it: ['laptop', 'licence', 'server', 'monitor'],
  machines: ['spindle', 'drive', 'press', 'tooling'],
  advice: ['audit', 'legal', 'consulting'],
  energy: ['electricity', 'gas', 'heating'],
  freight: ['freight', 'customs', 'pallets'],
  cleaning: ['cleaning', 'windows', 'waste'],
  print: ['brochure', 'labels', 'banner'],
};

function bandOf(amount: number): string {
  return amount > 10_000 ? 'over 10000' : amount > 800 ? '800 to 10000' : amount > 250 ? '250 to 800' : 'up to 250';
}

function accountOf(trade: string, amount: number, taxCode: string): string {
  if (trade === 'it') return amount > 800 ? '0650' : '4980';
  if (trade === 'machines') return amount > 800 ? '0210' : '4805';
  if (trade === 'advice') return taxCode === 'V0' ? '3123' : '4950';
  if (trade === 'energy') return '4240';
  if (trade === 'freight') return '4730';
  return trade === 'cleaning' ? '4250' : '4600';
}
