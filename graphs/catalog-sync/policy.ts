import type { Policy } from 'countersign';

const ask = { effect: 'ask', role: 'controller', expiresInMs: 5 * 86_400_000 } as const;

/** Of both directions: what changed in the ERP and what changed in the CRM go by the same rules. */
export const policy: Policy = {
  version: '1.0.0',
  rules: [
    {
      name: 'large-price-change',
      reason: 'a price that moves far is looked at first',
      when: { tags: ['large-price-change'] },
      verdict: ask,
    },
    {
      name: 'price-book',
      reason: 'what is in no price book comes back only when somebody agrees',
      when: { tags: ['price-book'] },
      // Asked each night anew: yesterday's question is over by then, so that nobody agrees to one entry twice.
      verdict: { ...ask, expiresInMs: 23 * 3_600_000 },
    },
    {
      name: 'revived',
      reason: 'what somebody took off the catalogue comes back only when somebody agrees',
      when: { tags: ['revived'] },
      verdict: ask,
    },
    {
      name: 'catalogue',
      reason: 'the ERP is master of the catalogue',
      when: { tags: ['in-line', 'retired', 'new-product'] },
      verdict: { effect: 'allow' },
    },
  ],
  otherwise: ask,
};
