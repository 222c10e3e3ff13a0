import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { slackMessage } from '../../tools/notify/slack-message.ts';
import { teamsMessage } from '../../tools/notify/teams-message.ts';
import { notifyTeam } from '../../tools/notify/team-channel.ts';
import { Mapping } from './mapping.ts';
import { prepare } from './prepare.ts';

/** Slack, Teams and Chatter learn that somebody is asked, and what came of it; each message once. */
export const approvalNotice = defineWorkflow({
  id: 'approval-notice',
  version: '1.0.0',
  description: 'Tells channels of approvals: a card with buttons, brought up to date, and replies in its thread.',
  recordType: 'Approval',
  triggers: [{ on: 'event', types: ['approval.changed'] }],
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [
      {
        name: 'people-are-told',
        reason: 'a notice changes nothing but who knows of the question',
        when: { tools: [slackMessage.id, teamsMessage.id, notifyTeam.id] },
        verdict: { effect: 'allow' },
      },
    ],
    otherwise: { effect: 'deny' },
  },
  agents: [],
  tools: [slackMessage, teamsMessage, notifyTeam],
  mapping: Mapping,
  graph: gated({ prepare }),
});
