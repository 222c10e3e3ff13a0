import { defineModel } from 'countersign';
import { amountHead, binaryHead } from 'countersign/learning';
import { features } from './features.ts';
import { output } from './output.ts';

/** Whether a subscription ends at its next renewal, and at what amount it goes on otherwise. */
export const renewal = defineModel({
  id: 'renewal',
  version: '1.0.0',
  title: 'Renewal and churn',
  entity: 'subscription',
  ids: ['subscription_id'],
  features,
  heads: { churned: binaryHead({ target: 'churned' }), ratio: amountHead({ target: 'ratio', level: 0.8, atLeast: 0 }) },
  // What account managers assume today: nine in ten renew at the announced price.
  rule: ({ current_amount: amount, price_increase: increase, sponsor_left: left }) => ({
    output: amounts(typeof left === 'number' && left > 0 ? 0.25 : 0.1, 1 + (typeof increase === 'number' ? increase : 0) / 100, amount),
  }),
  answer: ({ churned, ratio }, { current_amount: amount }) => ({
    output: amounts(Number(churned?.value ?? Number.NaN), Number(ratio?.value ?? Number.NaN), amount),
  }),
  leading: 'churned',
  judgedBy: { output: 'churn_probability', target: 'churned', kind: 'binary' },
  card: {
    purpose: 'Says how probable it is that a subscription ends at its next renewal, and at which amount it goes on if it does not',
    decides: 'Nothing: account managers read it; it offers no price and ends nothing',
    limits: [
      'Until a version is approved the rule answers: one in ten ends, one in four where a sponsor left, the rest at the announced price',
      'The amount is that of a renewal that happens; the expected amount is it times the probability of staying',
      'Made for the 90 days before a renewal',
    ],
    owner: 'Customer success',
  },
  output,
});

function amounts(churn: number, ratio: number, amount: unknown) {
  const renewed = Math.round(Number(amount) * ratio * 100) / 100;
  return {
    churn_probability: churn,
    renewal_ratio: ratio,
    renewal_amount: renewed,
    expected_amount: Math.round(renewed * (1 - churn) * 100) / 100,
  };
}
