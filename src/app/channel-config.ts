import type { ChannelsConfig } from '../config/channels.ts';
import type { Config } from '../config/schema.ts';

type Told = { slack?: { channel: string }; teams?: { channel: string }; chatter?: { group: string } };

function told(channels: ChannelsConfig): Told {
  const found: Told = {};
  for (const channel of Object.values(channels)) {
    if (channel.kind === 'slack' && channel.channel !== undefined) found.slack = { channel: channel.channel };
    if (channel.kind === 'teams' && channel.conversation !== undefined) found.teams = { channel: channel.conversation };
    if (channel.kind === 'chatter') found.chatter = { group: channel.group };
  }
  return found;
}

export const tellsOfApprovals = (channels: ChannelsConfig): boolean => Object.keys(told(channels)).length > 0;

/** The config with its channels as the mapping of the workflow that tells them. */
export function withChannels(config: Config): Config {
  if (!tellsOfApprovals(config.channels)) return config;
  const { mapping = {}, ...rest } = config.workflows['approval-notice'] ?? {};
  return {
    ...config,
    workflows: { ...config.workflows, 'approval-notice': { ...rest, mapping: { ...told(config.channels), ...mapping } } },
  };
}
