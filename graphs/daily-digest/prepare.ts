import type { FlowContext, Prepared, RunInput } from 'countersign/flow';
import { email } from '../../tools/notify/email.ts';
import { Mapping } from './mapping.ts';
import { digestText } from './text.ts';

/** The digest of a day: of the one before the moment the calendar names, or of the day itself where a person names one. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const { list } = flow.mapping(Mapping);
  if (list === undefined || !flow.notices) return { kind: 'done', outcome: 'nobody reads a digest' };
  const day = dayOf(input.record.id);
  if (day === undefined)
    return { kind: 'exception', code: 'input.invalid', message: 'A digest is of a day such as 2024-05-17', details: {} };
  const facts = await flow.notices.digest(day);
  return {
    kind: 'propose',
    identity: { digest: day },
    facts: { digest: day },
    title: `Digest of ${day}`,
    reasons: ['people who read it asked for it once a day'],
    evidence: [],
    traits: { tags: ['digest'] },
    requestedBy: [],
    slots: [{ slot: 'mail', tool: email }],
    write: (draft) => draft.propose('mail', email, { list, subject: `Countersign, ${day}`, text: digestText(facts) }),
  };
}

function dayOf(id: string): string | undefined {
  const parsed = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2})?$/.exec(id);
  const [, day, time] = parsed ?? [];
  if (day === undefined || Number.isNaN(Date.parse(day))) return undefined;
  if (time === undefined) return day;
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}
