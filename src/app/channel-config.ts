import type { ChannelsConfig } from '../config/channels.ts';
import type { OutboundConfig } from '../config/outbound.ts';
import type { Config } from '../config/schema.ts';
import type { OutboundTarget } from '../contracts/outbound.ts';

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

/** Not a name a webhook can have: what happens to approvals starts the workflow that tells channels of them. */
export const channelsTarget = '@channels';
export const noticeWorkflow = 'approval-notice';

/** What an order's news, told to its owner, starts: a mail to the customer is proposed. */
export const newsTarget = '@customers';
export const newsWorkflow = 'customer-notify';
export const tellsCustomers = (channels: ChannelsConfig): boolean => Object.values(channels).some(({ kind }) => kind === 'customers');

export const outboundTargets = (outbound: OutboundConfig, channels: ChannelsConfig): readonly OutboundTarget[] => [
  ...Object.entries({ ...outbound.webhooks, ...outbound.brokers }).map(([name, { types }]) => ({ name, types })),
  ...(tellsOfApprovals(channels) ? [{ name: channelsTarget, types: ['approval.*'] }] : []),
  ...(tellsCustomers(channels) ? [{ name: newsTarget, types: ['effect.applied'] }] : []),
];

/** The config with its channels as the mapping of the workflows that tell them. */
export function withChannels(config: Config): Config {
  const reader = Object.values(config.channels).find((channel) => channel.kind === 'mail');
  const withApprovals = mapped(config, noticeWorkflow, told(config.channels));
  const withDigest = reader?.kind === 'mail' ? mapped(withApprovals, 'daily-digest', { list: reader.list }) : withApprovals;
  const customers = Object.values(config.channels).find((channel) => channel.kind === 'customers');
  return customers?.kind === 'customers' ? mapped(withDigest, newsWorkflow, { channel: customers.by }) : withDigest;
}

function mapped(config: Config, workflow: string, from: Config['workflows'][string]['mapping']): Config {
  if (Object.keys(from).length === 0) return config;
  const { mapping = {}, ...rest } = config.workflows[workflow] ?? {};
  return { ...config, workflows: { ...config.workflows, [workflow]: { ...rest, mapping: { ...from, ...mapping } } } };
}
