import { defineModel } from 'countersign';
import { textHead, TextValue } from 'countersign/learning';
import { features } from './features.ts';
import { output } from './output.ts';

/** The account an invoice line belongs to. */
export const spendToAccount = defineModel({
  id: 'spend-to-account',
  version: '1.0.0',
  title: 'Account of an invoice line',
  entity: 'line',
  ids: ['line_id'],
  features,
  heads: {
    account: textHead({
      target: 'account',
      text: 'description',
      fields: ['supplier', 'department'],
      crosses: [['supplier', 'department']],
      targetAccuracy: 0.95,
    }),
  },
  // What the clerks' list of words says.
  rule: ({ description: text }) => {
    const account = typeof text === 'string' ? listed(text) : null;
    return { output: { account, confidence: account === null ? 0 : 0.6, candidates: [] } };
  },
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
    purpose: 'Codes invoice lines that carry no account by their words and their supplier',
    decides: 'Nothing: it names an account where its confidence is high enough for 19 of 20 to be right, and abstains for all others',
    limits: [
      'Until a version is approved the rule answers: a short list of words, everything else to a person',
      'Accounts of fewer than ten lines are not learned',
      'It repeats the habits of the past, wrong ones too',
      'The words of a line are kept in no model, no card and no log',
    ],
    owner: 'Accounts payable',
  },
  output,
});

const list: readonly (readonly [word: RegExp, account: string])[] = [
  [/\b(electricity|gas|heating)\b/i, '6200'],
  [/\b(freight|customs|transport)\b/i, '6300'],
  [/\b(toner|paper)\b/i, '6400'],
  [/\b(flight|hotel|rail)\b/i, '6500'],
];

function listed(text: string): string | null {
  return list.find(([word]) => word.test(text))?.[1] ?? null;
}
