import { defineModel } from 'countersign';
import { binaryHead, boosting } from 'countersign/learning';
import { features } from './features.ts';
import { output } from './output.ts';

/** Whether two sides belong together: a bank line and an open item, or the two sides of an intercompany balance. */
export const match = defineModel({
  id: 'match',
  version: '1.0.0',
  title: 'Match of two sides',
  entity: 'pair',
  ids: ['pair_id'],
  features,
  heads: {
    // Whatever else: an amount that agrees never speaks against a match.
    matched: binaryHead({
      target: 'matched',
      candidates: [boosting({ objective: 'logistic' }, { monotone: { amount_equal: 1, reference_digits: 1, counterparty_name: 1 } })],
    }),
  },
  // What the bank reconciliation does today: the same amount, and a reference or a date that fits.
  rule: ({ amount_equal: equal, reference_digits: digits, days_apart: days }) => {
    const fits = digits === 1 || (typeof days === 'number' && Math.abs(days) <= 5);
    return { output: { match_probability: equal === 1 ? (fits ? 0.9 : 0.5) : 0.1 } };
  },
  answer: ({ matched }) => ({ output: { match_probability: matched?.value ?? null } }),
  leading: 'matched',
  judgedBy: { output: 'match_probability', target: 'matched', kind: 'binary' },
  card: {
    purpose: 'Says how probable it is that two sides belong together in bank and intercompany reconciliation',
    decides: 'Nothing: it scores pairs, a person accepts; an assignment over its scores takes each side once',
    limits: [
      'Until a version is approved the rule answers: the same amount, with a reference or a date that fits',
      'It sees the comparison of the two sides alone, never a name or a reference',
      'One payment for many items is not a pair; the assignment of sums is another step',
    ],
    owner: 'General ledger',
  },
  output,
});
