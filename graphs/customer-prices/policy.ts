import type { Policy } from 'countersign';

const ask = { effect: 'ask', role: 'controller', expiresInMs: 5 * 86_400_000 } as const;

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
      name: 'revived',
      reason: 'a price somebody switched off comes back only when somebody agrees',
      when: { tags: ['revived'] },
      verdict: ask,
    },
    {
      name: 'many-gone-at-night',
      reason: 'many agreed prices are gone at once',
      when: { tags: ['many-gone-at-night'] },
      // Asked each night anew: yesterday's question is over by then, so that nobody answers it twice.
      verdict: { ...ask, expiresInMs: 23 * 3_600_000 },
    },
    {
      name: 'many-gone',
      reason: 'many agreed prices are gone at once',
      when: { tags: ['many-gone'] },
      verdict: ask,
    },
    {
      name: 'agreed-prices',
      reason: 'the ERP is master of what is agreed with a customer',
      when: { tags: ['new-price', 'in-line', 'gone', 'conflict'] },
      verdict: { effect: 'allow' },
    },
  ],
  otherwise: ask,
};
