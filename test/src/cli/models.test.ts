import { describe, expect, it } from 'vitest';
import type { ModelCommands } from '../../../src/contracts/commands.ts';
import type { Retraining } from '../../../src/contracts/model-services.ts';
import { call } from './terminal.ts';

const key = ['--key', 'csk_mona', '--url', 'http://127.0.0.1:4999'];

/** A server that answers in turn, and remembers what it was asked. */
function answering(...answers: readonly unknown[]): { readonly asked: string[]; readonly fetch: typeof fetch } {
  const asked: string[] = [];
  return {
    asked,
    fetch: async (url, init) => {
      // The commands pass a URL and a text.
      asked.push(`${init?.method ?? 'GET'} ${(url as URL).pathname} ${typeof init?.body === 'string' ? init.body : ''}`.trim());
      return new Response(JSON.stringify(answers[Math.min(asked.length, answers.length) - 1]), { status: 200 });
    },
  };
}

const running: Retraining = { id: 'trn_1', by: 'person:mona', startedAt: '2026-01-01T00:00:00Z', status: 'running', items: [] };
const reasons = [{ cause: 'drift', words: 'amount is spread differently than in training' }] as const;

describe('models retrain', () => {
  const ended: Retraining = {
    ...running,
    status: 'done',
    items: [
      { model: 'deal', result: 'shadow', version: 4, reasons, words: 'it is tried beside the champion as shadow', change: 'chg_1' },
      { model: 'renewal', result: 'not-due', reasons: [], words: 'version 2 is on trial as shadow; decide on it first' },
    ],
  };

  it('asks the server, shows how far it is, and says what came of each model and why', async () => {
    const server = answering(running, { ...running, progress: { done: 1, total: 4, words: 'training deal: win' } }, ended);
    const told = await call(['models', 'retrain', 'deal', 'renewal', '--due', '--since', '2026-01-31', ...key], {
      fetch: server.fetch,
      sleep: () => Promise.resolve(),
    });
    expect(server.asked).toEqual([
      'POST /v1/models/retrainings {"models":["deal","renewal"],"due":true,"since":"2026-01-31T00:00:00.000Z"}',
      'GET /v1/models/retrainings/trn_1',
      'GET /v1/models/retrainings/trn_1',
    ]);
    expect(told.code).toBe(0);
    expect(told.error).toContain('1/4  training deal: win');
    expect(told.out).toContain('deal: amount is spread differently than in training; it is tried beside the champion as shadow\n');
    expect(told.out).toContain('renewal: version 2 is on trial as shadow; decide on it first\n');
  });

  it('ends with 1 when a model could not be trained, with one JSON document on standard output', async () => {
    const failed: Retraining = {
      ...running,
      status: 'done',
      items: [{ model: 'deal', result: 'failed', reasons: [], words: 'no history' }],
    };
    const told = await call(['models', 'retrain', '--json', ...key], { fetch: answering(failed).fetch });
    expect(told).toMatchObject({ code: 1, error: '' });
    expect(JSON.parse(told.out)).toEqual(failed);
  });

  it('refuses a moment without its zone before anything is asked', async () => {
    const server = answering(running);
    const told = await call(['models', 'retrain', '--since', 'yesterday', ...key], { fetch: server.fetch });
    expect(told.code).not.toBe(0);
    expect(told.error).toContain('--since takes a date');
    expect(server.asked).toEqual([]);
  });
});

describe('models list', () => {
  it('shows when each was trained last and whether it is due', async () => {
    const view = { title: 'Deals', ids: ['opportunity_id'], hasRule: true, champion: { number: 3 } };
    const items = [
      { ...view, id: 'deal', trainedAt: '2026-01-01T10:00:00Z', due: { isDue: true, reasons, words: '' } },
      { ...view, id: 'renewal', due: { isDue: false, reasons: [], words: '' } },
    ];
    const { out } = await call(['models', 'list', ...key], { fetch: answering({ items, next: null }).fetch, columns: 160 });
    expect(out).toMatch(/deal .*2026-01-01 +drift/);
    expect(out).toMatch(/renewal .*never +no/);
  });
});

describe('models extract --mqtt', () => {
  const stream = {
    messages: 9,
    taken: 6,
    unmatched: 0,
    duplicate: 2,
    retained: 0,
    tooLate: 0,
    tooMany: 0,
    refused: 1,
    reasons: ['a.jsonl:3: it is no JSON'],
  };
  const items = [{ model: 'quality-defect', observations: 5, moments: 0 }];
  const commands = (asked: unknown[]) => async () =>
    ({
      extractStream: async (options: unknown) => {
        asked.push(options);
        return { items, stream };
      },
    }) as unknown as ModelCommands;

  it('hands over the file and the map, tells what was left out, and ends with 1 when lines were refused', async () => {
    const asked: unknown[] = [];
    const told = await call(['models', 'extract', 'quality-defect', '--mqtt', '-', '--topics', 'topics.yaml'], { models: commands(asked) });
    expect(asked).toEqual([expect.objectContaining({ models: ['quality-defect'], messages: '-', topics: 'topics.yaml' })]);
    expect(told.code).toBe(1);
    expect(told.out).toContain('9 messages, 6 taken');
    expect(told.error).toBe('2 delivered before\n1 refused\na.jsonl:3: it is no JSON\n');
  });

  it.each([
    [['quality-defect', '--mqtt', 'a.jsonl'], '--mqtt needs --topics FILE'],
    [['--mqtt', 'a.jsonl', '--topics', 't.yaml'], 'name the models the messages are for'],
    [['quality-defect', '--topics', 't.yaml'], '--topics belongs to --mqtt'],
    [['quality-defect', '--mqtt', 'a', '--topics', 't', '--source', 'h'], 'one after the other'],
  ])('refuses %j', async (argv, words) => {
    const told = await call(['models', 'extract', ...argv], { models: commands([]) });
    expect(told.code).not.toBe(0);
    expect(told.error).toContain(words);
  });
});
