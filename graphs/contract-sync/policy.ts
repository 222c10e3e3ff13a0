import type { Policy } from 'countersign';

const ask = { effect: 'ask', role: 'controller', expiresInMs: 5 * 86_400_000 } as const;

export const policy: Policy = {
  version: '1.0.0',
  rules: [
    {
      name: 'large-change',
      reason: 'an annual amount that moves far is looked at first',
      when: { tags: ['large-change'] },
      verdict: ask,
    },
    { name: 'shortened', reason: 'a contract that ends earlier is looked at first', when: { tags: ['shortened'] }, verdict: ask },
    {
      name: 'deleted',
      reason: 'what somebody deleted in the CRM comes back only when somebody agrees',
      when: { tags: ['deleted'] },
      verdict: ask,
    },
    { name: 'new-contract', reason: 'a draft binds nobody', when: { tags: ['new-contract'] }, verdict: { effect: 'allow' } },
    {
      name: 'in-line',
      reason: 'the ERP is master of the terms, and a task changes none',
      when: { tags: ['in-line'] },
      verdict: { effect: 'allow' },
    },
  ],
  otherwise: ask,
};
