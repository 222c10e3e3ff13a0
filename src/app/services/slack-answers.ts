import type { SlackChannel } from '../../config/channels.ts';
import { ButtonValue } from '../../contracts/channels.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { Principal } from '../../contracts/principal.ts';
import {
  approveAction,
  Interaction,
  messageView,
  reasonBlock,
  reasonView,
  rejectAction,
  verifySlack,
  type SlackClient,
} from '../../connectors/slack/index.ts';
import type { Desk } from './channels.ts';

type Parts = { readonly desk: Desk; readonly channel: SlackChannel; readonly client: SlackClient };

/** What Slack is told: nothing for a button, and for a modal whether it closes or what is wrong in it. */
type Answer = Readonly<Record<string, unknown>>;

const stranger = 'Countersign does not know who you are in Slack. Ask an administrator to add you to `people`.';

/**
 * A signed call of Slack. Who pressed is the user id of the signed payload, looked up in our own mapping; what is decided is what
 * the button carries, and the approval decides whether it still stands. Names and addresses in the payload count for nothing.
 */
export async function slackAnswers(parts: Parts, body: Uint8Array, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const { channel, desk } = parts;
  if (channel.signingSecret === undefined) throw new CountersignError('resource.not_found', 'This channel answers no buttons');
  verifySlack(body, headers, channel.signingSecret, desk.core.clock.now());
  const given = interactionIn(body);
  if (!given) return {};
  if (channel.team !== undefined && given.team?.id !== channel.team)
    throw new CountersignError('auth.forbidden', 'The call comes from another workspace', { field: 'team' });
  const by = await personOf(parts, given);
  return given.type === 'block_actions' ? pressed(parts, given, by) : sentOff(parts, given, by);
}

function interactionIn(body: Uint8Array): Interaction | undefined {
  const text = new URLSearchParams(Buffer.from(body).toString('utf8')).get('payload');
  if (text === null) throw new CountersignError('input.invalid', 'The call carries no payload', { field: 'payload' });
  const parsed = Interaction.safeParse(jsonIn(text));
  // Slack sends other kinds too (shortcuts, closed views); they are acknowledged and no more.
  return parsed.success ? parsed.data : undefined;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CountersignError('input.malformed', 'The payload is no JSON', { field: 'payload' });
  }
}

async function personOf({ desk, channel, client }: Parts, { user, team }: Interaction): Promise<Principal | undefined> {
  const { config } = desk.core;
  const mapped = desk.personOf(config.systems['slack'] ?? 'slack', user.id);
  if (mapped || !channel.byEmail) return mapped;
  const address = (await client.emailOf(user.id, channel.team ?? team?.id))?.toLowerCase();
  if (address === undefined) return undefined;
  const found = Object.entries(config.people).filter(([, person]) => person.email?.toLowerCase() === address);
  const [only] = found;
  // Two people with one address are nobody.
  return found.length === 1 && only ? desk.core.principal(`person:${only[0]}`) : undefined;
}

async function pressed(
  { desk, client }: Parts,
  { actions, trigger_id: trigger }: Extract<Interaction, { type: 'block_actions' }>,
  by: Principal | undefined,
): Promise<Answer> {
  const action = actions.find(({ action_id: id }) => id === approveAction || id === rejectAction);
  if (!action) return {};
  const value = valueIn(action.value);
  if (!by) {
    await client.openView(trigger, messageView(stranger));
    return {};
  }
  if (action.action_id === rejectAction) {
    await client.openView(trigger, reasonView(value));
    return {};
  }
  const why = await desk.decide(value, { verdict: 'approve' }, by);
  if (why !== undefined) await client.openView(trigger, messageView(why));
  return {};
}

async function sentOff(
  { desk }: Parts,
  { view }: Extract<Interaction, { type: 'view_submission' }>,
  by: Principal | undefined,
): Promise<Answer> {
  if (view.callback_id !== rejectAction) return {};
  const wrong = (text: string): Answer => ({ response_action: 'errors', errors: { [reasonBlock]: text } });
  if (!by) return wrong(stranger);
  const reason = view.state.values[reasonBlock]?.[reasonBlock]?.value?.trim() ?? '';
  if (reason === '') return wrong('A no says why');
  const why = await desk.decide(valueIn(view.private_metadata), { verdict: 'reject', reason: reason.slice(0, 2000) }, by);
  return why === undefined ? { response_action: 'clear' } : wrong(why);
}

function valueIn(text: string | undefined): ButtonValue {
  const parsed = ButtonValue.safeParse(jsonIn(text ?? 'null'));
  if (!parsed.success) throw new CountersignError('input.invalid', 'The button carries no approval', { field: 'value' });
  return parsed.data;
}
