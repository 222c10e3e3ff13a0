import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { email } from '../../tools/notify/email.ts';
import { Mapping } from './mapping.ts';
import { prepare } from './prepare.ts';

/** Once a day: what waits, what went wrong, what was done. */
export const dailyDigest = defineWorkflow({
  id: 'daily-digest',
  version: '1.0.0',
  description: 'Mails a digest of waiting approvals, open exceptions and the writes of the day before.',
  recordType: 'Digest',
  triggers: [
    { on: 'event', types: ['digest.asked'] },
    { on: 'schedule', cron: '0 5 * * *', eventType: 'digest.due' },
  ],
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [
      {
        name: 'a-digest-a-day',
        reason: 'a notice changes nothing but who knows',
        when: { tools: [email.id] },
        verdict: { effect: 'allow' },
      },
    ],
    otherwise: { effect: 'deny' },
  },
  agents: [],
  tools: [email],
  mapping: Mapping,
  graph: gated({ prepare }),
});
