import { CountersignError } from '../../contracts/errors.ts';
import type { ChannelService } from '../../contracts/channels.ts';
import type { Given, Route } from './route.ts';

function channels({ services }: Given): ChannelService {
  if (!services.channels) throw new CountersignError('resource.not_found', 'No channel is configured here');
  return services.channels;
}

const name = (given: Given): string => given.params['name'] ?? '';

/** Calls of vendors on behalf of people who press buttons. Who they are comes from the signature and our own mapping alone. */
export const channelRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/channels/slack/{name}',
    tag: 'channels',
    access: 'vendor',
    summary: 'A button or a modal in Slack, signed by it',
    handle: async (given) => ({ status: 200, body: await channels(given).slack(name(given), given.body, given.headers) }),
  },
  {
    method: 'POST',
    path: '/channels/teams/{name}',
    tag: 'channels',
    access: 'vendor',
    summary: 'A button of an Adaptive Card in Teams, with a token of the Bot Framework',
    handle: async (given) => ({ status: 200, body: await channels(given).teams(name(given), given.body, given.headers) }),
  },
];
