import { defineModel } from 'countersign';
import { anomalyHead, AnomalyValue, derivingHead } from 'countersign/learning';
import { checks } from './checks.ts';
import { features } from './features.ts';
import { output } from './output.ts';

/** How odd a journal entry is before it is posted, and why. */
export const journalAnomaly = defineModel({
  id: 'journal-anomaly',
  version: '1.0.0',
  title: 'Odd journal entry',
  entity: 'entry',
  ids: ['entry_id'],
  features,
  heads: {
    odd: derivingHead(
      anomalyHead({
        target: 'odd',
        uses: ['log_amount', 'account', 'account_pair', 'source', 'posted_hour', 'weekday', 'poster_pair_entries'],
        measured: { value: 'log_amount', by: 'account' },
        checks,
      }),
      {
        features: [{ name: 'log_amount', kind: 'number', description: 'the logarithm of the amount' }],
        derive: ({ amount }) => ({ log_amount: typeof amount === 'number' && amount > 0 ? Math.log(amount) : null }),
      },
    ),
  },
  rule: (values) => {
    const broken = checks.filter(({ applies }) => applies(values));
    return {
      output: answerOf(
        1 - broken.reduce((left, { weight }) => left * (1 - weight), 1),
        broken.map(({ name }) => name),
      ),
    };
  },
  answer: ({ odd }) => {
    const { score, reasons } = AnomalyValue.parse(odd?.value);
    return { output: answerOf(score, [...new Set(reasons.slice(0, 5).map(({ reason }) => reason))]) };
  },
  leading: 'odd',
  card: {
    purpose: 'Scores journal entries for what is odd before they are posted, with the reasons',
    decides: 'Nothing: it says which entries deserve a second look, and why',
    limits: [
      'Until a version is approved the rule answers: round amounts by hand, nights, weekends and first entries to a pair',
      'Odd is not wrong, and what is wrong often enough looks usual',
      'Labels of auditors judge it; it is not trained on them',
      'The poster enters as a count, never as a person',
    ],
    owner: 'Internal audit',
  },
  output,
});

function answerOf(score: number, reasons: string[]) {
  return { anomaly_score: score, reasons, suggested_action: score >= 0.5 ? 'review' : 'post' };
}
