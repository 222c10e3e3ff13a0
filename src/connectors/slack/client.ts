import { CountersignError } from '../../contracts/errors.ts';
import type { Clock } from '../../contracts/time.ts';
import { type HttpCore, type HttpReply, replyError, toConnectorError } from '../core/index.ts';
import type { SlackConfig } from './config.ts';
import { ApiReply, UserInfo } from './schema.ts';

export type SlackCall = {
  readonly method: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Asking changes nothing; only then it is asked again. */
  readonly safe: boolean;
  readonly signal?: AbortSignal | undefined;
};

export type SlackQuestion = {
  readonly method: string;
  readonly query: Readonly<Record<string, string | number>>;
  readonly signal?: AbortSignal | undefined;
};

export type SlackClient = {
  readonly connection: string;
  /** The raw answer; transport failures throw. */
  call(call: SlackCall): Promise<HttpReply>;
  /** An answer that has to be `ok`. */
  ask(call: SlackCall): Promise<ApiReply>;
  /** The same of a method that only reads. Most of those take no JSON and answer as if nothing had been said. */
  look(question: SlackQuestion): Promise<ApiReply>;
  /** A modal for the one who pressed a button: an answer to them, it leaves nothing in Slack. */
  openView(triggerId: string, view: unknown): Promise<void>;
  /** The confirmed address of a full member of the workspace. */
  emailOf(user: string, team: string | undefined): Promise<string | undefined>;
};

export function createClient(options: {
  readonly connection: string;
  readonly config: SlackConfig;
  readonly core: HttpCore;
  readonly clock: Clock;
}): SlackClient {
  const { connection, config, core, clock } = options;
  const call: SlackClient['call'] = ({ method, body, safe, signal }) =>
    core.request({
      method: 'POST',
      path: `/api/${method}`,
      headers: { authorization: `Bearer ${config.token}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      safe,
      ...(signal === undefined ? {} : { signal }),
    });
  const read = ({ method, query, signal }: SlackQuestion): Promise<HttpReply> =>
    core.request({
      method: 'GET',
      path: `/api/${method}`,
      query,
      headers: { authorization: `Bearer ${config.token}` },
      safe: true,
      ...(signal === undefined ? {} : { signal }),
    });
  const agreed = async (method: string, answer: Promise<HttpReply>): Promise<ApiReply> => {
    const reply = await answer.catch((thrown: unknown) => {
      throw toConnectorError(thrown);
    });
    if (reply.status !== 200) throw replyError(connection, reply, clock.now());
    const parsed = ApiReply.safeParse(reply.json());
    if (!parsed.success) throw new CountersignError('connector.invalid_reply', `${connection} answered ${method} in an unknown form`);
    if (parsed.data.ok) return parsed.data;
    const code = isAboutToken(parsed.data.error) ? 'connector.unauthorised' : 'connector.rejected';
    throw new CountersignError(code, `${connection} refused ${method}: ${parsed.data.error ?? 'no reason given'}`);
  };
  const ask: SlackClient['ask'] = (given) => agreed(given.method, call(given));
  return {
    connection,
    call,
    ask,
    look: (question) => agreed(question.method, read(question)),
    async openView(triggerId, view) {
      await ask({ method: 'views.open', body: { trigger_id: triggerId, view }, safe: false });
    },
    async emailOf(user, team) {
      const reply = await read({ method: 'users.info', query: { user } }).catch((thrown: unknown) => {
        throw toConnectorError(thrown);
      });
      const parsed = reply.status === 200 ? UserInfo.safeParse(reply.json()) : undefined;
      if (!parsed?.success) return undefined;
      const { user: found } = parsed.data;
      const isMember = !found.deleted && !found.is_bot && !found.is_stranger && (team === undefined || found.team_id === team);
      return found.id === user && isMember && found.is_email_confirmed ? found.profile.email : undefined;
    },
  };
}

const isAboutToken = (error: string | undefined): boolean =>
  ['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive', 'missing_scope'].includes(error ?? '');
