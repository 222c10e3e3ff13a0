import type { Approval } from '../contracts/approvals.ts';
import type { Card } from '../contracts/channels.ts';
import type { Json } from '../contracts/json.ts';
import type { Proposal } from '../contracts/proposals.ts';
import { tokenBody } from '../contracts/tokens.ts';

/** A channel shows this much of a text; the whole of it is behind the link. */
const longest = 300;

/** What people see of an approval where they are asked. Pure, and without a personal value. */
export function cardOf(approval: Approval, proposal: Proposal, link: string | undefined): Card {
  const { asked, votes, amount, closedBy } = approval;
  return {
    approval: approval.id,
    hash: approval.proposalHash,
    title: plain(approval.title),
    status: approval.status,
    asked: { reason: plain(asked.reason), role: asked.role, needed: asked.needed, votes: votes.length },
    ...(amount === undefined ? {} : { amount: `${amount.amount} ${amount.currency}` }),
    expiresAt: approval.expiresAt,
    ...(closedBy === undefined ? {} : { closedBy: nameOf(closedBy) }),
    writes: proposal.writes.map((write) => ({
      title: plain(write.title),
      target: `${write.connection} ${write.target.type}${write.target.id === undefined ? '' : ` ${write.target.id}`}`,
      changes: write.changes.map(({ field, label, before, after }) => ({
        label: label ?? field,
        before: shown(before),
        after: shown(after),
      })),
    })),
    reasons: proposal.reasons.map(plain),
    ...(link === undefined ? {} : { link: `${link.replace(/\/+$/, '')}/#/approvals/${encodeURIComponent(approval.id)}` }),
  };
}

/** The newest thing that happened to it, in a sentence for those who follow it. What people wrote stays where they wrote it. */
export function happenedTo(approval: Approval): string {
  const note = approval.notes.at(-1);
  const by = approval.closedBy === undefined ? '' : ` by ${nameOf(approval.closedBy)}`;
  switch (approval.status) {
    case 'approved':
      return `Approved${by}.`;
    case 'rejected':
      return `Rejected${by}; the reason is in Countersign.`;
    case 'withdrawn':
      return `Withdrawn${by}.`;
    case 'expired':
      return 'Nobody decided in time: it expired, it was not rejected.';
    case 'superseded':
      return 'Newer facts changed the proposal; another question takes its place.';
    case 'waiting':
      if (!note && approval.votes.length > 0) return `${approval.votes.length} of ${approval.asked.needed} approved.`;
      return note ? `${nameOf(note.by)}: ${noteWords[note.kind]}.` : 'Waiting for a decision.';
  }
}

const noteWords = {
  ask: 'asked a question',
  forward: 'forwarded it',
  escalate: 'it was escalated',
  edit: 'edited the proposal; earlier votes are void',
  attach: 'a newer event says the same',
} as const;

const nameOf = (principal: string): string => principal.replace(/^(person|service):/, '');

const token = new RegExp(`<${tokenBody}>`, 'g');

/** Control characters, and format characters that are not seen but may turn a line around. */
const unseen = /[\p{Cc}\p{Cf}]+/gu;

/**
 * On one line, whatever was written: a second one could look like a line of the card. `<PERSON_1>` as `[person 1]`: a token names
 * nobody, and none may leave for another system.
 */
export function plain(text: string): string {
  const words = text
    .replaceAll(/[\s\u0085]+/g, ' ')
    .replaceAll(unseen, '')
    .replace(token, (_all, kind: string, number: string) => `[${kind.toLowerCase()} ${number}]`);
  return words.length > longest ? `${words.slice(0, longest - 1)}…` : words;
}

function shown(value: Json): string {
  if (value === null || value === '') return '–';
  return plain(typeof value === 'string' ? value : JSON.stringify(value));
}
