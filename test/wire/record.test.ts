import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { parseCassette, type Recorded } from '../../src/contracts/cassette.ts';
import { scrub } from '../../src/cli/recording/scrub.ts';
import type { ProviderName } from '../../src/llm/providers.ts';
import { call } from '../src/cli/terminal.ts';
import { conversationDesk, setAccount, turn, writeMail } from '../src/llm/conversation-desk.ts';
import { ownFolder } from '../src/privacy/privacy-parts.ts';
import { cassette, replay } from '../support/wire-replay.ts';
import { roleAt } from './rig.ts';

const key = 'sk-proj-TopSecret0123456789';
const folder = ownFolder('record');

/** One turn of a conversation with a provider at an address. */
async function asked(provider: ProviderName, url: string) {
  const { gateway } = await conversationDesk({ ...roleAt(provider, url), apiKey: key });
  const { text, toolCalls, engine, usage } = await gateway.converse(turn({ tools: [writeMail, setAccount] }));
  return { text, engine, usage, calls: toolCalls.map(({ name, withTokens }) => ({ name, withTokens })) };
}

/** The same over a recording: what the command wrote down, and what was answered meanwhile. */
async function recorded(provider: ProviderName, recording: readonly Recorded[], name: string) {
  const wire = await replay(recording, 7);
  const to = join(folder, name);
  let error = '';
  let url = '';
  const stop = new AbortController();
  const base = provider === 'openai' ? `${wire.url}/v1` : wire.url;
  const running = call(['record', '--provider', provider, '--base-url', base, '--to', to, '--count', '1'], {
    signal: stop.signal,
    onOut: (text) => (url = text.trim()),
    onError: (text) => (error += text),
  });
  await vi.waitFor(() => expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+/));
  const answer = await asked(provider, url.replace(/\/v1$/, '')).catch((refused: unknown) => ({ refused: String(refused) }));
  const ended = await running;
  await wire.finish();
  return { answer, ended, error, to, host: new URL(wire.url).host };
}

const isStreamed = ({ exchange }: Recorded): boolean => exchange.req.bodyMatch['stream'] !== false;

describe('countersign record', () => {
  it.each([
    ['openai', 'plain'],
    ['openai', 'parallel-calls'],
    ['ollama', 'plain'],
    ['ollama', 'tool-call'],
  ] as const)('%s %s: what was recorded is answered again as it was answered then', async (provider, name) => {
    const { answer, ended, error, to, host } = await recorded(
      provider,
      cassette(`${provider}-${name}`).filter(isStreamed),
      `${provider}-${name}`,
    );
    expect(ended.code).toBe(0);
    expect(error).toContain('warning: what the model answers is kept');
    const text = readFileSync(to, 'utf8');
    const again = parseCassette(text);
    expect(again).toMatchObject([
      { exchange: { origin: 'recorded', dialect: provider, req: { bodyMatch: { model: 'm', stream: true } } } },
    ]);
    const wire = await replay(again);
    expect(await asked(provider, wire.url)).toEqual(answer);
    await wire.finish();
    for (const secret of [key, host, 'req_0', 'What is new', 'crm.write-mail', 'authorization']) expect(text).not.toContain(secret);
  });

  it('a connection that broke is one on the cassette too', async () => {
    const { to } = await recorded('openai', cassette('openai-cut').filter(isStreamed), 'cut');
    expect(parseCassette(readFileSync(to, 'utf8'))[0]?.pieces.at(-1)).toEqual({ cut: true });
  });

  it('writes over no file, and asks nobody whose address has a password in it', async () => {
    const args = ['record', '--provider', 'openai', '--to'];
    expect(await call([...args, 'package.json', '--base-url', 'http://127.0.0.1:1/v1'])).toMatchObject({ code: 2 });
    expect(await call([...args, join(folder, 'new'), '--base-url', 'http://me:secret@127.0.0.1/v1'])).toMatchObject({ code: 2 });
  });
});

describe('ids on a cassette', () => {
  const exchange: Recorded['exchange'] = {
    req: { method: 'POST', path: '/v1/chat/completions', bodyMatch: {} },
    res: { status: 200, headers: {} },
    origin: 'recorded',
    dialect: 'openai',
  };
  const body =
    '{"id":"chatcmpl-AbC123xyz","a":"call_one11","b":"call_two22","c":"call_one11","org":"org-AcMe123","fp":"fp_44709d","say":"Grüße, 東京","host":"gpu-7.acme.internal","key":"k3y-of-mine"}';

  it('are written over in their own length wherever pieces end, and stay apart from each other', () => {
    const bytes = Buffer.from(body);
    for (let at = 1; at < bytes.length; at += 1) {
      const pieces = [bytes.subarray(0, at), bytes.subarray(at)].map((part) => ({ t: 0, b64: part.toString('base64') }));
      const clean = scrub({ exchange, pieces }, ['k3y-of-mine']).pieces.map((piece) =>
        'text' in piece ? Buffer.from(piece.text) : 'b64' in piece ? Buffer.from(piece.b64, 'base64') : Buffer.alloc(0),
      );
      expect(clean[0]).toHaveLength(at);
      const text = Buffer.concat(clean).toString('utf8');
      expect(text).toHaveLength(body.length);
      expect(text).not.toMatch(/AbC123xyz|one11|two22|AcMe123|44709d|acme|k3y-of-mine/);
      const { a, b, c, say }: Record<string, string> = JSON.parse(text);
      expect([a === c, a === b, say]).toEqual([true, false, 'Grüße, 東京']);
    }
  });
});
