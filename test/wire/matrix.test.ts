import { describe, expect, it } from 'vitest';
import type { ProviderName } from '../../src/llm/providers.ts';
import { cassette } from '../support/wire-replay.ts';
import { conversed, narrated, said, type Seen } from './rig.ts';

/** What a cassette comes to: for both ways of asking, or for each its own. */
type Case = {
  readonly both?: Partial<Seen>;
  readonly narrate?: Partial<Seen>;
  readonly converse?: Partial<Seen>;
  readonly timeoutMs?: number;
};

const sent = (...statuses: number[]): Pick<Seen, 'records'> => ({ records: statuses.map((status) => `sent ${status}`) });
const answered = { fallback: undefined, text: said };
const narrator = { engine: 'narrator', fallback: 'unavailable' };
/** A model that was there and would not say anything. */
const withheld = { engine: 'narrator', fallback: 'withheld' };
const atOnce = { waits: [] };
const mail = { name: 'crm.write-mail', to: '<EMAIL_1>', order: '4500001234', text: 'Grüße, <PERSON_1> 👋' };
const account = { name: 'erp.set-account', customer: '4500005678', iban: '<IBAN_2>' };
const asked = { fallback: undefined, text: '', shown: '', isCutOff: false, ...sent(200) };
/** What was shown cannot be taken back, so nobody else answers. */
const brokenOff: Case = {
  narrate: { ...narrator, ...atOnce, ...sent(200) },
  converse: { error: 'llm.unavailable', shown: 'We thank you ', ...atOnce, ...sent(200) },
};

/** Of both providers. */
const cases: Readonly<Record<string, Case>> = {
  plain: { both: { ...answered, ...atOnce, ...sent(200) }, converse: { shown: said, isCutOff: false } },
  'tool-call': { converse: { ...asked, calls: [mail] } },
  'parallel-calls': { converse: { ...asked, calls: [mail, account] } },
  length: {
    narrate: { engine: 'narrator', fallback: 'unfaithful', ...sent(200, 200) },
    converse: { text: 'We thank you for', isCutOff: true, ...sent(200) },
  },
  'context-length': { both: { ...narrator, ...atOnce, ...sent(400) } },
  'wrong-key': { both: { ...narrator, ...atOnce, ...sent(401) } },
  'no-model': { both: { ...narrator, ...atOnce, ...sent(404) } },
  unavailable: { both: { ...narrator, waits: [500, 1000], ...sent(503, 503, 503) } },
  'slow-down-seconds': { both: { ...answered, waits: [3000], ...sent(429, 200) } },
  'slow-down-date': { both: { ...answered, waits: [3000], ...sent(429, 200) } },
  'error-then-answer': { both: { ...answered, waits: [500], ...sent(500, 200) } },
  // Nobody knows whether it arrived, so the record says failed.
  'slow-first-byte': { both: { ...narrator, ...atOnce, records: ['failed -'] }, timeoutMs: 300 },
  stall: { ...brokenOff, timeoutMs: 300 },
  cut: brokenOff,
  malformed: brokenOff,
  'page-of-a-proxy': { both: { ...narrator, ...atOnce, ...sent(200) } },
};

/** Of one provider's way of speaking. */
const own: Readonly<Record<ProviderName, Readonly<Record<string, Case>>>> = {
  openai: {
    'sse-allowed': { converse: { ...answered, shown: said, isCutOff: false, ...sent(200) } },
    'empty-choices': { both: { ...withheld, ...atOnce, tokens: 120, ...sent(200) } },
    refusal: { both: { ...withheld, ...atOnce, tokens: 120, ...sent(200) } },
    'filtered-at-once': { both: { ...withheld, ...atOnce, tokens: 120, ...sent(200) } },
    // Half a text is nothing to send to a customer; in a conversation it is said to be cut off.
    'content-filter': {
      narrate: { ...withheld, tokens: 120, ...sent(200) },
      converse: { text: 'We thank you for your ', isCutOff: true, tokens: 120, ...sent(200) },
    },
    'error-in-stream': { converse: { ...narrator, ...atOnce, ...sent(200) } },
  },
  ollama: {
    'old-end': { both: { ...answered, ...sent(200) }, converse: { isCutOff: false } },
    empty: { both: { ...withheld, ...atOnce, tokens: 100, ...sent(200) } },
    'error-in-text': { both: { ...answered, waits: [500], ...sent(500, 200) } },
    'error-in-stream': {
      narrate: { ...narrator, ...atOnce, ...sent(200) },
      converse: { error: 'llm.unavailable', shown: 'We ', ...sent(200) },
    },
    // All of the text is there, but nobody said so.
    'malformed-end': { narrate: { ...narrator, ...sent(200) }, converse: { error: 'llm.unavailable', shown: said, ...sent(200) } },
  },
};

const providers: readonly ProviderName[] = ['openai', 'ollama'];

describe.each(providers)('on the wire of %s', (provider) => {
  for (const [name, { both, narrate, converse, timeoutMs }] of Object.entries({ ...cases, ...own[provider] })) {
    const recorded = cassette(`${provider}-${name}`);
    // Those that wait for a deadline wait together.
    const test = timeoutMs === undefined ? it : it.concurrent;
    const engine = both?.text === said || (narrate ?? converse)?.text === said ? { engine: provider } : {};
    if (both ?? narrate)
      test(`${name}: a narration`, async () => {
        expect(await narrated(provider, recorded, { timeoutMs })).toMatchObject({ ...engine, ...both, ...narrate });
      });
    if (both ?? converse)
      test(`${name}: a turn of a conversation`, async () => {
        // A narration is asked for twice where the first broke off; a conversation is not.
        const once = name === 'length' && provider === 'ollama' ? recorded.slice(0, 1) : recorded;
        expect(await conversed(provider, once, { timeoutMs })).toMatchObject({ ...engine, ...both, ...converse });
      });
  }

  it('figures of what was used are the provider’s own, and paid', async () => {
    const { tokens } = await narrated(provider, cassette(`${provider}-plain`));
    expect(tokens).toBe(provider === 'openai' ? 120 : 100);
    expect((await conversed(provider, cassette(`${provider}-plain`))).tokens).toBe(tokens);
  });

  it('a provider that tells no figures is no free one: what could have been used at most is counted', async () => {
    const told = await narrated(provider, cassette(`${provider}-usage-missing`));
    expect(told).toMatchObject({ ...answered, engine: provider, ...sent(200) });
    expect(told.tokens).toBeGreaterThan(200);
    const heard = await conversed(provider, cassette(`${provider}-usage-missing`));
    expect(heard).toMatchObject({ ...answered, engine: provider, ...sent(200) });
    expect(heard.tokens).toBeGreaterThan(50);
  });

  it('a caller who gives up gets its own error and nobody else answers', async () => {
    const stop = new AbortController();
    const heard = await conversed(provider, cassette(`${provider}-abort`), { signal: stop.signal, onDelta: () => stop.abort() });
    expect(heard).toMatchObject({ error: 'AbortError', ...atOnce, ...sent(200) });
    expect(heard.engine).toBeUndefined();
    const told = await narrated(provider, cassette(`${provider}-abort`), { signal: AbortSignal.timeout(50) });
    expect(told).toMatchObject({ error: 'TimeoutError', ...atOnce });
  });
});

describe.each(['azure-openai', 'claude-openai', 'vllm'])('the OpenAI of %s', (dialect) => {
  const [whole, streamed, called] = cassette(dialect);
  if (!whole || !streamed || !called) throw new Error('the cassette is short');

  it('narrates', async () => {
    expect(await narrated('openai', [whole])).toMatchObject({ engine: 'openai', text: said, tokens: 120, records: ['sent 200'] });
  });

  it('speaks in pieces, remarks of its own among them', async () => {
    const heard = await conversed('openai', [streamed]);
    expect(heard).toMatchObject({
      engine: 'openai',
      text: said,
      shown: said,
      isCutOff: false,
      calls: [],
      tokens: 120,
      records: ['sent 200'],
    });
  });

  it('asks for a tool', async () => {
    const text = dialect === 'claude-openai' ? 'I will change it.' : '';
    expect(await conversed('openai', [called])).toMatchObject({ engine: 'openai', text, calls: [account], tokens: 120 });
  });
});
