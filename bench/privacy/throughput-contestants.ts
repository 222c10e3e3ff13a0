import type { MakeContestant } from '../contestant.ts';
import { redactors, type Redactor } from './contestants.ts';
import { findPrivacyData, loadCorpus, missingData } from './corpus.ts';
import { messagesOf } from './messages.ts';

/** A unit of work is one message of about 1 KB, redacted. */
export const contestants: Readonly<Record<string, MakeContestant>> = Object.fromEntries(
  Object.entries(redactors).map(([name, load]) => [contestantName(name), async () => throughput(await load())]),
);

/** The name becomes part of a folder's. */
export function contestantName(name: string): string {
  return name.replaceAll('/', '-');
}

function throughput(redactor: Redactor): Awaited<ReturnType<MakeContestant>> {
  const folder = findPrivacyData();
  if (!folder) throw new Error(missingData);
  const messages = messagesOf(loadCorpus(folder, 'presidio-synth-v2'));
  let next = 0;
  return {
    async round(runs) {
      let changed = 0;
      for (let run = 0; run < runs; run += 1) {
        const message = messages[next % messages.length] ?? '';
        next += 1;
        const redacted = redactor.redact(message);
        if ((typeof redacted === 'string' ? redacted : await redacted) !== message) changed += 1;
      }
      // Every message holds several labelled values; a side that changes next to none of them did not work.
      if (changed < runs / 4) throw new Error('the messages came back as they were');
    },
    close: () => undefined,
  };
}
