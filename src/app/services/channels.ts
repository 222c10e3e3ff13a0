import type { Decision } from '../../contracts/approvals.ts';
import { ButtonValue, type ChannelService } from '../../contracts/channels.ts';
import { asCountersignError, CountersignError } from '../../contracts/errors.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { ApprovalService } from '../../contracts/services.ts';
import type { SlackChannel, TeamsChannel } from '../../config/channels.ts';
import { SlackConfig, createSlackClient, type SlackDeps } from '../../connectors/slack/index.ts';
import { createKeySource, type KeySource } from '../../connectors/teams/keys.ts';
import type { Core } from '../core.ts';
import { slackAnswers } from './slack-answers.ts';
import { teamsAnswers } from './teams-answers.ts';

export type Channels = ChannelService & { close(): Promise<void> };

/** Who decides in a channel: found by us, decided by the very service HTTP uses, with the reason it refused for. */
export type Desk = {
  readonly core: Core;
  readonly channel: string;
  /** Our person for a user of a connection; undefined for a stranger. */
  personOf(connection: string, user: string): Principal | undefined;
  /** Undefined when it was decided, otherwise the sentence that says why not. */
  decide(
    value: ButtonValue,
    verdict: { verdict: 'approve' } | { verdict: 'reject'; reason: string },
    by: Principal,
  ): Promise<string | undefined>;
};

/** Answers people who press buttons in Slack and Teams; undefined where no such channel is configured. */
export function openChannels(core: Core, approvals: ApprovalService, random: () => number): Channels | undefined {
  const channels = Object.entries(core.config.channels);
  if (!channels.some(([, { kind }]) => kind === 'slack' || kind === 'teams')) return undefined;
  const deps: SlackDeps = { clock: core.clock, sleep: core.sleep, random, log: core.log };
  const slacks = new Map<string, ReturnType<typeof createSlackClient>>();
  const keys = new Map<string, KeySource>();
  for (const [name, channel] of channels) {
    if (channel.kind === 'slack') slacks.set(name, createSlackClient({ name, config: slackConfig(core), deps }));
    if (channel.kind === 'teams')
      keys.set(name, createKeySource({ url: channel.keysUrl, ...(channel.keys === undefined ? {} : { keys: channel.keys }) }, deps));
  }
  return {
    async slack(name, body, headers) {
      const channel = core.config.channels[name];
      const opened = slacks.get(name);
      if (channel?.kind !== 'slack' || !opened) throw unknown(name);
      return slackAnswers(
        { desk: desk(core, approvals, name), channel: channel satisfies SlackChannel, client: opened.client },
        body,
        headers,
      );
    },
    async teams(name, body, headers) {
      const channel = core.config.channels[name];
      const source = keys.get(name);
      if (channel?.kind !== 'teams' || !source) throw unknown(name);
      return teamsAnswers({ desk: desk(core, approvals, name), channel: channel satisfies TeamsChannel, keys: source }, body, headers);
    },
    async close() {
      await Promise.all([...slacks.values(), ...keys.values()].map((each) => each.close()));
    },
  };
}

/** The bot token is the connection's: the channel adds where and who. */
function slackConfig(core: Core): SlackConfig {
  const name = core.config.systems['slack'] ?? 'slack';
  const connection = core.config.connections[name];
  if (connection?.vendor !== 'slack')
    throw new CountersignError('config.invalid', `A Slack channel needs the connection ${name} with the vendor slack`, {
      field: `connections.${name}`,
    });
  return SlackConfig.parse(connection);
}

const unknown = (name: string): CountersignError =>
  new CountersignError('resource.not_found', `There is no such channel ${name}`, { field: 'name' });

function desk(core: Core, approvals: ApprovalService, channel: string): Desk {
  return {
    core,
    channel,
    personOf(connection, user) {
      const found = Object.entries(core.config.people).find(([, person]) => person.users[connection] === user);
      return found && core.principal(`person:${found[0]}`);
    },
    async decide(value, verdict, by) {
      const at = core.clock.now().toISOString();
      const decision: Decision = { ...verdict, hash: value.h };
      try {
        await approvals.decide(value.a, decision, by);
        // The decision has its own entry; this one says which way it came.
        await core.storage.audit.append([
          { at, actor: by.id, action: 'channel.decision', body: { approval: value.a, channel, verdict: verdict.verdict } },
        ]);
        return undefined;
      } catch (thrown) {
        const error = asCountersignError(thrown);
        core.log.warn({ channel, approval: value.a, code: error.code }, 'a decision from a channel was refused');
        await core.storage.audit.append([
          { at, actor: by.id, action: 'channel.refused', body: { approval: value.a, channel, code: error.code } },
        ]);
        return error.message;
      }
    },
  };
}
