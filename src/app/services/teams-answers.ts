import type { TeamsChannel } from '../../config/channels.ts';
import { ButtonValue } from '../../contracts/channels.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { Principal } from '../../contracts/principal.ts';
import { approveVerb, cardAnswer, Invoke, messageAnswer, rejectVerb, verifyTeams } from '../../connectors/teams/index.ts';
import type { KeySource } from '../../connectors/teams/keys.ts';
import type { Desk } from './channels.ts';

type Parts = { readonly desk: Desk; readonly channel: TeamsChannel; readonly keys: KeySource };

/**
 * A call of the Bot Framework. Its token says for which bot and from which service; who pressed is the directory's object id in
 * the activity it vouches for, looked up in our own mapping, and of a directory the config names.
 */
export async function teamsAnswers(parts: Parts, body: Uint8Array, headers: Readonly<Record<string, string>>): Promise<unknown> {
  const { desk, channel, keys } = parts;
  const { core } = desk;
  const activity = activityIn(body);
  const about = { appId: channel.appId, serviceUrl: activity.serviceUrl, keys: await keys.keys(), now: core.clock.now() };
  await verifyTeams(headers['authorization'], about);
  const parsed = Invoke.safeParse(activity.raw);
  // Other activities (messages, installations) are acknowledged and no more.
  if (!parsed.success) return messageAnswer('Countersign answers the buttons of its cards.');
  const { from, value, channelData, conversation } = parsed.data;
  const tenant = channelData?.tenant?.id ?? conversation?.tenantId;
  if (tenant === undefined || !channel.tenants.includes(tenant))
    throw new CountersignError('auth.forbidden', 'The call comes from another directory', { field: 'tenant' });
  const by = desk.personOf(core.config.systems['teams'] ?? 'teams', from.aadObjectId);
  if (!by) return messageAnswer('Countersign does not know who you are in Teams. Ask an administrator to add you to people.');
  return decided(desk, value.action, by);
}

function activityIn(body: Uint8Array): { readonly raw: unknown; readonly serviceUrl: string } {
  try {
    const raw: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    const serviceUrl = typeof raw === 'object' && raw !== null && 'serviceUrl' in raw ? raw.serviceUrl : undefined;
    return { raw, serviceUrl: typeof serviceUrl === 'string' ? serviceUrl : '' };
  } catch {
    throw new CountersignError('input.malformed', 'The activity is no JSON', { field: 'body' });
  }
}

async function decided(
  desk: Desk,
  { verb, data }: { verb: string; data: Readonly<Record<string, unknown>> },
  by: Principal,
): Promise<unknown> {
  const value = ButtonValue.safeParse({ a: data['a'], h: data['h'] });
  if (!value.success || (verb !== approveVerb && verb !== rejectVerb))
    throw new CountersignError('input.invalid', 'The button carries no approval', { field: 'value' });
  const reason = typeof data['reason'] === 'string' ? data['reason'].trim().slice(0, 2000) : '';
  if (verb === rejectVerb && reason === '') return messageAnswer('A no says why.');
  const why = await desk.decide(value.data, verb === approveVerb ? { verdict: 'approve' } : { verdict: 'reject', reason }, by);
  if (why !== undefined) return messageAnswer(why);
  const notice = await desk.core.flow.notices?.get(value.data.a);
  return notice ? cardAnswer(notice.card) : messageAnswer('Decided.');
}
