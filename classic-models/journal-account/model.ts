import { defineModel } from 'countersign';
import { derivingHead, textHead, TextValue } from 'countersign/learning';
import { features } from './features.ts';
import { output } from './output.ts';

const bandOf = (amount: number): string =>
  amount > 10_000 ? 'over 10000' : amount > 800 ? '800 to 10000' : amount > 250 ? '250 to 800' : 'up to 250';

/** The account a payables invoice is posted to. */
export const journalAccount = defineModel({
  id: 'journal-account',
  version: '1.0.0',
  title: 'Account of a payables invoice',
  entity: 'payable',
  ids: ['invoice_id'],
  features,
  heads: {
    account: derivingHead(
      textHead({
        target: 'account',
        text: 'header_text',
        fields: ['vendor', 'amount_band', 'tax_code'],
        crosses: [
          ['vendor', 'amount_band'],
          ['vendor', 'tax_code'],
        ],
        targetAccuracy: 0.92,
      }),
      {
        features: [],
        derive: ({ amount, amount_band: band }) =>
          typeof band !== 'string' && typeof amount === 'number' ? { amount_band: bandOf(amount) } : {},
      },
    ),
  },
  // Without the last postings of the vendor at hand nothing can be said that would be worth it.
  rule: () => ({ output: { account: null, confidence: 0, candidates: [] } }),
  answer: ({ account }) => {
    const { label, candidates } = TextValue.parse(account?.value);
    return {
      output: {
        account: label,
        confidence: account?.confidence ?? 0,
        candidates: candidates.map((each) => ({ account: each.label, probability: each.probability })),
      },
    };
  },
  leading: 'account',
  card: {
    purpose: 'Suggests the ledger account of a payables invoice from vendor, amount band, tax code and the words of the header',
    decides: 'Nothing: it suggests an account, a person posts the entry',
    limits: [
      'Until a version is approved the rule answers: no account, a person codes the invoice',
      'A vendor with few postings is judged by the words; a new one mostly goes to a person',
      'Splits over several accounts are not suggested',
      'The words of a header are kept in no model, no card and no log',
    ],
    owner: 'Accounts payable',
  },
  output,
});
