import type { Policy } from 'countersign';

const ask = {
  effect: 'ask',
  role: 'controller',
  expiresInMs: 10 * 86_400_000,
  escalateAfterMs: 5 * 86_400_000,
  escalateTo: 'admin',
} as const;

/** Of a merge and of taking it back alike: whether two are one is a person's word, however sure the comparison is. */
export const policy: Policy = {
  version: '1.0.0',
  rules: [
    { name: 'conflict', reason: 'the two say different things and nobody is master', when: { tags: ['conflict'] }, verdict: ask },
    { name: 'merge', reason: 'two accounts become one only when somebody agrees', when: { tags: ['merge'] }, verdict: ask },
    { name: 'unmerge', reason: 'a merge is taken back only when somebody agrees', when: { tags: ['unmerge'] }, verdict: ask },
  ],
  otherwise: ask,
};
