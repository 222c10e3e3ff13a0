import type { FlowContext, Prepared, ProposalPlan, RunInput } from 'countersign/flow';
import { slackMessage } from '../../tools/notify/slack-message.ts';
import { teamsMessage } from '../../tools/notify/teams-message.ts';
import { notifyTeam } from '../../tools/notify/team-channel.ts';
import { Mapping } from './mapping.ts';

type MessageTool = typeof slackMessage | typeof teamsMessage;
type Planned = {
  readonly slot: string;
  readonly tool: ProposalPlan['slots'][number]['tool'];
  write(draft: Parameters<ProposalPlan['write']>[0]): Promise<void>;
};

/**
 * Tells channels of an approval as it now stands: a card where there is none yet; where there is one, the card is brought up to date
 * and its thread says what happened.
 */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const notice = await flow.notices?.get(input.record.id);
  if (!notice) return { kind: 'done', outcome: 'no such approval' };
  const { card, happened, messages, revision } = notice;
  const { slack, teams, chatter } = flow.mapping(Mapping);
  const isWaiting = card.status === 'waiting';
  const text = `${card.title}: ${happened}`;
  const inChannel = (name: string, tool: MessageTool, channel: string): Planned[] => {
    const message = messages[flow.connectionName(tool.system)];
    // Nobody was told while it waited, so nobody has to be told that it is over.
    if (message === undefined && !isWaiting) return [];
    const shown = { channel, text, card: JSON.stringify(card) };
    return [
      {
        slot: `${name}-card`,
        tool,
        write: (draft) => draft.propose(`${name}-card`, tool, message === undefined ? shown : { ...shown, message }),
      },
      ...(message === undefined
        ? []
        : [
            {
              slot: `${name}-reply`,
              tool,
              write: (draft: Parameters<ProposalPlan['write']>[0]) =>
                draft.propose(`${name}-reply`, tool, { channel, text: happened, thread: message }),
            },
          ]),
    ];
  };
  const planned: Planned[] = [
    ...(slack ? inChannel('slack', slackMessage, slack.channel) : []),
    ...(teams ? inChannel('teams', teamsMessage, teams.channel) : []),
    // Chatter is told of beginning and end; it has no card to bring up to date.
    ...(chatter && (!isWaiting || revision === 0)
      ? [
          {
            slot: 'chatter',
            tool: notifyTeam,
            write: (draft: Parameters<ProposalPlan['write']>[0]) => draft.propose('chatter', notifyTeam, { channel: chatter.group, text }),
          },
        ]
      : []),
  ];
  if (planned.length === 0) return { kind: 'done', outcome: 'nobody to tell' };
  return {
    kind: 'propose',
    identity: { approval: card.approval, revision, status: card.status, hash: card.hash },
    facts: { approval: card.approval, revision, status: card.status, hash: card.hash },
    title: `Tell channels of approval ${card.approval}`,
    reasons: ['channels follow approvals'],
    evidence: [],
    traits: { tags: ['approval-notice'] },
    requestedBy: [],
    slots: planned.map(({ slot, tool }) => ({ slot, tool })),
    write: async (draft) => {
      for (const each of planned) await each.write(draft);
    },
  };
}
