import { cardOf, happenedTo, plain } from '../approvals/card.ts';
import type { ApprovalNotices, DigestFacts } from '../contracts/channels.ts';
import { effectStates } from '../contracts/effects.ts';
import { threadIdOf } from '../events/thread-id.ts';
import { noticeWorkflow } from './channel-config.ts';
import type { SqliteStorage } from '../storage/sqlite/open.ts';

const mostLines = 20;

/** Approvals as channels and digests are told of them. */
export function approvalNotices(storage: SqliteStorage, link: string | undefined): ApprovalNotices {
  return {
    async get(id) {
      const approval = await storage.approvals.get(id);
      const proposal = approval && (await storage.proposals.get(approval.proposalId));
      if (!approval || !proposal) return undefined;
      return {
        card: cardOf(approval, proposal, link),
        workflow: approval.workflow,
        revision: approval.revision,
        happened: happenedTo(approval),
        messages: await messagesOf(storage, id),
      };
    },
    digest: (day) => digestOf(storage, day),
  };
}

/** The messages that stand for an approval: what the ledger says was made for it. */
async function messagesOf(storage: SqliteStorage, id: string): Promise<Readonly<Record<string, string>>> {
  const thread = threadIdOf(noticeWorkflow, { connection: 'approvals', type: 'Approval', id });
  const messages: Record<string, string> = {};
  for (const { writes } of (await storage.proposals.ofThread(thread)).toReversed()) {
    for (const { key, slot, operation, connection } of writes) {
      if (operation !== 'create' || !slot.endsWith('-card')) continue;
      const effect = await storage.effects.get(key);
      if (effect?.state === 'applied' && effect.receipt) messages[connection] = effect.receipt.id;
    }
  }
  return messages;
}

async function digestOf(storage: SqliteStorage, day: string): Promise<DigestFacts> {
  const [waiting, exceptions] = await Promise.all([
    storage.approvals.list({ status: 'waiting', limit: 1000 }),
    storage.exceptions.list({ status: 'open', limit: 1000 }),
  ]);
  const [from, to] = [`${day}T00:00:00.000Z`, `${nextDay(day)}T00:00:00.000Z`];
  const counts = await storage.effects.countsBetween(from, to);
  return {
    day,
    waiting: {
      count: waiting.length,
      lines: waiting
        .slice(0, mostLines)
        .map(({ id, title, asked, expiresAt }) => `${id}: ${plain(title)} (${asked.role}, until ${expiresAt})`),
    },
    exceptions: {
      count: exceptions.length,
      lines: exceptions.slice(0, mostLines).map(({ id, code, message }) => `${id}: ${code}, ${plain(message)}`),
    },
    effects: Object.fromEntries(effectStates.flatMap((state) => (counts[state] === undefined ? [] : [[state, counts[state]]]))),
  };
}

function nextDay(day: string): string {
  const date = new Date(`${day}T00:00:00.000Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
