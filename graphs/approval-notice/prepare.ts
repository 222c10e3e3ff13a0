import type { FlowContext, Prepared, ProposalPlan, RunInput } from 'countersign/flow';
import { slackMessage } from '../../tools/notify/slack-message.ts';
import { teamsMessage } from '../../tools/notify/teams-message.ts';
import { notifyTeam } from '../../tools/notify/team-channel.ts';
import { Mapping } from './mapping.ts';

type Write = ProposalPlan['write'];
type MessageTool = typeof slackMessage | typeof teamsMessage;
type Planned = { readonly slot: string; readonly tool: ProposalPlan['slots'][number]['tool']; readonly write: Write };
type Notice = NonNullable<Awaited<ReturnType<NonNullable<FlowContext['notices']>['get']>>>;

/**
 * Tells channels of an approval as it now stands: a card where there is none yet; where there is one, the card is brought up to date
 * and its thread says what happened.
 */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  // Told under another name it would be another thread, which knows of no message and would post a second card.
  const notice = input.record.connection === 'approvals' ? await flow.notices?.get(input.record.id) : undefined;
  if (!notice) return { kind: 'done', outcome: 'no such approval' };
  const { card, revision } = notice;
  const { slack, teams, chatter } = flow.mapping(Mapping);
  const planned = [
    ...(slack ? inChannel(flow, notice, 'slack', slackMessage, slack.channel) : []),
    ...(teams ? inChannel(flow, notice, 'teams', teamsMessage, teams.channel) : []),
    ...(chatter ? inChatter(notice, chatter.group) : []),
  ];
  if (planned.length === 0) return { kind: 'done', outcome: 'nobody to tell' };
  const state = { approval: card.approval, revision, status: card.status, hash: card.hash };
  return {
    kind: 'propose',
    identity: state,
    facts: state,
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

const textOf = ({ card, happened }: Notice): string => `${card.title}: ${happened}`;

function inChannel(flow: FlowContext, notice: Notice, name: string, tool: MessageTool, channel: string): Planned[] {
  const message = notice.messages[flow.connectionName(tool.system)];
  const [card, reply] = [`${name}-card`, `${name}-reply`];
  const shown = { channel, text: textOf(notice), card: JSON.stringify(notice.card) };
  if (message === undefined) {
    // Nobody was told while it waited, so nobody has to be told that it is over.
    return notice.card.status === 'waiting' ? [{ slot: card, tool, write: (draft) => draft.propose(card, tool, shown) }] : [];
  }
  return [
    { slot: card, tool, write: (draft) => draft.propose(card, tool, { ...shown, message }) },
    { slot: reply, tool, write: (draft) => draft.propose(reply, tool, { channel, text: notice.happened, thread: message }) },
  ];
}

/** Chatter is told of beginning and end; it has no card to bring up to date. */
function inChatter(notice: Notice, group: string): Planned[] {
  if (notice.card.status === 'waiting' && notice.revision > 0) return [];
  const write: Write = (draft) => draft.propose('chatter', notifyTeam, { channel: group, text: textOf(notice) });
  return [{ slot: 'chatter', tool: notifyTeam, write }];
}
