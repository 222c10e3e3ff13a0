import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Body = Record<string, unknown>;
export type Posted = { channel: string; ts: string; body: Body };

/** Slack's Web API as far as we speak it, on loopback, in the shapes its documentation records. */
export async function startSlack() {
  const calls: { method: string; body: Body; authorization: string }[] = [];
  const messages: Posted[] = [];
  const emails = new Map<string, string>();
  /** What becomes of the next posting: `lose` posts it and hangs up, an error name refuses it. */
  let next = 'post';
  const answer = (response: ServerResponse, body: Body): void => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  };
  const handle = (request: IncomingMessage, response: ServerResponse, body: Body): void => {
    const url = new URL(request.url ?? '/', 'http://slack');
    const method = url.pathname.replace('/api/', '');
    calls.push({ method, body, authorization: String(request.headers.authorization) });
    switch (method) {
      case 'chat.postMessage': {
        const wanted = next;
        next = 'post';
        if (wanted !== 'post' && wanted !== 'lose') return answer(response, { ok: false, error: wanted });
        const ts = `17159${String(messages.length).padStart(5, '0')}.000100`;
        messages.push({ channel: String(body['channel']), ts, body });
        if (wanted === 'lose') return void response.destroy();
        return answer(response, { ok: true, channel: body['channel'], ts, message: { ...body, type: 'message', bot_id: 'B0', ts } });
      }
      case 'chat.update': {
        const message = messages.find(({ ts }) => ts === body['ts']);
        if (!message) return answer(response, { ok: false, error: 'message_not_found' });
        message.body = { ...message.body, ...body };
        return answer(response, { ok: true, channel: message.channel, ts: message.ts, text: body['text'] });
      }
      case 'conversations.history':
      case 'conversations.replies': {
        // JSON is not read here: what stands in it was not said.
        const [channel, thread] = [url.searchParams.get('channel'), url.searchParams.get('ts') ?? undefined];
        if (channel === null || (method === 'conversations.replies' && thread === undefined))
          return answer(response, { ok: false, error: 'invalid_arguments' });
        const found = messages
          .filter((message) => message.channel === channel && message.body['thread_ts'] === thread)
          .map(({ ts, body: { text, metadata } }) => ({ type: 'message', ts, text, metadata }));
        const from = Number(url.searchParams.get('cursor') ?? 0);
        const to = from + Number(url.searchParams.get('limit') ?? 100);
        const hasMore = to < found.length;
        return answer(response, {
          ok: true,
          messages: found.toReversed().slice(from, to),
          has_more: hasMore,
          ...(hasMore ? { response_metadata: { next_cursor: String(to) } } : {}),
        });
      }
      case 'users.info': {
        const user = url.searchParams.get('user') ?? '';
        const email = emails.get(user);
        if (email === undefined) return answer(response, { ok: false, error: 'user_not_found' });
        return answer(response, {
          ok: true,
          user: { id: user, team_id: 'T061EG9R6', deleted: false, is_bot: false, is_email_confirmed: true, profile: { email } },
        });
      }
      case 'views.open':
      case 'auth.test':
        return answer(response, { ok: true });
      default:
        return answer(response, { ok: false, error: 'unknown_method' });
    }
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      // Our own client writes objects.
      handle(request, response, text === '' ? {} : (JSON.parse(text) as Body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    messages,
    emails,
    answerNext: (what: string) => {
      next = what;
    },
    of: (method: string) => calls.filter((call) => call.method === method).map(({ body }) => body),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5';

/** What Slack sends when somebody presses a button of a message, as its documentation records it. */
export function buttonPayload(user: string, actionId: string, value: string, team = 'T061EG9R6'): Body {
  return {
    type: 'block_actions',
    team: { id: team, domain: 'subarachnoid' },
    user: { id: user, username: 'carl', name: 'carl', team_id: team },
    api_app_id: 'A02',
    token: 'Shh_its_a_seekrit',
    container: { type: 'message', message_ts: '1548261231.000200', channel_id: 'CBR2V3XEX', is_ephemeral: false },
    trigger_id: '12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3',
    channel: { id: 'CBR2V3XEX', name: 'approvals' },
    message: { bot_id: 'BAH5CA16Z', type: 'message', text: 'an approval', ts: '1548261231.000200' },
    response_url: 'https://hooks.slack.com/actions/AABA1ABCD/1232321423432/D09sSasdasdAS9091209',
    actions: [
      {
        action_id: actionId,
        block_id: 'countersign',
        text: { type: 'plain_text', text: 'Approve' },
        value,
        type: 'button',
        action_ts: '1548426417.840180',
      },
    ],
  };
}

/** The same for a modal that was sent off. */
export function modalPayload(user: string, callbackId: string, metadata: string, reason: string): Body {
  return {
    type: 'view_submission',
    team: { id: 'T061EG9R6', domain: 'subarachnoid' },
    user: { id: user, username: 'carl', name: 'carl' },
    view: {
      id: 'VNHU13V36',
      type: 'modal',
      callback_id: callbackId,
      private_metadata: metadata,
      state: { values: { reason: { reason: { type: 'plain_text_input', value: reason } } } },
      hash: '156663117.cd33ad1f',
    },
  };
}

export function signed(payload: unknown, now: Date, secret = signingSecret): { body: Buffer; headers: Record<string, string> } {
  const body = Buffer.from(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  const stamp = String(Math.floor(now.getTime() / 1000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${stamp}:`).update(body).digest('hex')}`;
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': signature,
    },
  };
}
