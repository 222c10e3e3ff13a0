import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { approval, egress, exception, run, view } from './examples.ts';
import { startServer, type TestServer } from './server.ts';
import { acted, call, type Ended, type Setting } from './terminal.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.data.heard.length = 0;
  Object.assign(server.data, { approvals: [approval], view, runs: [run], exceptions: [exception], ready: true });
});

const ask = (argv: readonly string[], setting: Setting = {}): Promise<Ended> =>
  call(argv, { ...setting, env: { COUNTERSIGN_URL: server.url, COUNTERSIGN_KEY: server.key, ...setting.env } });

describe('--json', () => {
  const shows = [
    ['approvals', 'list'],
    ['approvals', 'show', 'apr_1'],
    ['approvals', 'decide', 'apr_1', '--approve'],
    ['runs', 'list'],
    ['runs', 'show', 'run_1'],
    ['run', 'order-status', 'SO-1'],
    ['run', 'order-status', '--since', '2024-05-01'],
    ['exceptions', 'list'],
    ['exceptions', 'show', 'exc_1'],
    ['effects', 'list'],
    ['effects', 'show', 'CS-1'],
    ['audit', 'list'],
    ['egress', 'show', 'run_1'],
    ['keys', 'list'],
    ['keys', 'create', 'ci', '--principal', 'service:ci', '--roles', 'source'],
    ['workflows', 'list'],
    ['workflows', 'show', 'order-status'],
    ['workflows', 'requests'],
    ['feedback', 'list'],
    ['deliveries', 'list'],
    ['deliveries', 'show', 'cs-1-bi'],
    ['workflows', 'pause', '--all', '--reason', 'r'],
    ['status'],
  ];
  it.each(shows)('%s %s prints exactly one harmless document', async (...argv) => {
    const ended = await ask([...argv, '--json']);
    expect(ended.code).toBe(0);
    expect(typeof JSON.parse(ended.out)).toBe('object');
    expect(ended.out).not.toMatch(acted);
  });

  it('gives the very answer of the server', async () => {
    expect(JSON.parse((await ask(['egress', 'show', 'run_1', '--json'])).out)).toEqual({ items: [egress], next: null });
  });
});

describe('lists', () => {
  it('show what waits, in columns that fit', async () => {
    const { out } = await ask(['approvals', 'list']);
    expect(out).toBe(
      'id        amount  asks        votes  expires\napr_1  22294.44 USD  controller    0/1  2024-05-20 18:00 +02\n    Order SO-78911 is late\n'.replace(
        'id        amount',
        `id     ${'amount'.padStart(12)}`,
      ),
    );
  });

  it('that are empty say what that means', async () => {
    Object.assign(server.data, { approvals: [], runs: [], exceptions: [] });
    expect((await ask(['approvals', 'list'])).out).toBe('no approvals are waiting: nothing needs a decision right now\n');
    expect((await ask(['runs', 'list'])).out).toMatch(/^no runs: /);
    expect((await ask(['exceptions', 'list'])).out).toBe('no exceptions are open: no work is stuck\n');
    expect((await ask(['egress', 'show', 'run_2'])).out).toBe('nothing left the machine for this run\n');
  });

  it('go over as many pages as the limit needs and say when there is more', async () => {
    server.data.runs = Array.from({ length: 450 }, (_, index) => ({ ...run, id: `run_${index}` }));
    const some = await ask(['runs', 'list', '--limit', '420', '--json']);
    const page = JSON.parse(some.out) as { items: unknown[]; next: string };
    expect([page.items.length, page.next]).toEqual([420, 'run_419']);
    expect((await ask(['runs', 'list', '--limit', '2'])).error).toBe('there are more: --after run_1, or a higher --limit\n');
    expect((await ask(['runs', 'list', '--after', 'run_448'])).out).toContain('run_449');
  });

  it('take the server and the key before the command too', async () => {
    expect((await call(['--url', server.url, '--key', server.key, 'keys', 'list'])).out).toContain('service:ci');
  });
});

describe('deciding', () => {
  it('sends the hash of what it has just shown', async () => {
    const ended = await ask(['approvals', 'decide', 'apr_1', '--approve', '--comment', 'fine']);
    expect(ended.code).toBe(0);
    expect(ended.out).toContain('+ Closed Won');
    expect(ended.out.trimEnd().split('\n').at(-1)).toBe('approved; the writes are on their way: countersign runs show run_1');
    expect(server.data.heard).toEqual([{ id: 'apr_1', verdict: 'approve', hash: 'f00d', comment: 'fine' }]);
  });

  it('refuses when the proposal is another than --hash names', async () => {
    const ended = await ask(['approvals', 'decide', 'apr_1', '--approve', '--hash', 'old']);
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.error).toMatch(/^error approval\.stale: /);
    expect(server.data.heard).toEqual([]);
  });

  it('asks in a terminal, and anything but yes decides nothing', async () => {
    const questions: string[] = [];
    const answer = (text: string) => async (question: string) => {
      questions.push(question);
      return text;
    };
    const decide = ['approvals', 'decide', 'apr_1', '--reject', 'too late'];
    expect((await ask(decide, { isInteractive: true, ask: answer('') })).code).toBe(1);
    expect(server.data.heard).toEqual([]);
    expect((await ask(decide, { isInteractive: true, ask: answer('y') })).code).toBe(0);
    expect(server.data.heard).toEqual([{ id: 'apr_1', verdict: 'reject', hash: 'f00d', reason: 'too late' }]);
    expect(questions).toEqual(Array(2).fill('reject “Order SO-78911 is late”? Fields marked ! have moved. [y/N] '));
    expect((await ask([...decide, '--yes'], { isInteractive: true, ask: () => Promise.reject(new Error('asked')) })).code).toBe(0);
  });

  it('takes an edit from a file', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'edit-')), 'new.json');
    writeFileSync(file, '{"stage":"Closed Won"}');
    await ask(['approvals', 'decide', 'apr_1', '--edit', `opportunity=${file}`]);
    expect(server.data.heard).toEqual([
      { id: 'apr_1', verdict: 'edit', hash: 'f00d', slot: 'opportunity', input: { stage: 'Closed Won' } },
    ]);
    writeFileSync(file, '[1]');
    expect((await ask(['approvals', 'decide', 'apr_1', '--edit', `opportunity=${file}`])).code).toBe(2);
  });

  it.each([
    ['--ask', 'why?', { verdict: 'ask', question: 'why?' }],
    ['--forward', 'person:dora', { verdict: 'forward', to: 'person:dora' }],
    ['--withdraw', 'mistake', { verdict: 'withdraw', reason: 'mistake' }],
  ])('knows %s', async (option, text, decision) => {
    await ask(['approvals', 'decide', 'apr_1', option, text]);
    expect(server.data.heard).toEqual([{ id: 'apr_1', hash: 'f00d', ...decision }]);
  });

  it('uses colours in a terminal alone, and not with NO_COLOR', async () => {
    const show = ['approvals', 'show', 'apr_1'];
    expect((await ask(show, { isInteractive: true })).out).toContain('\u001b[32m');
    expect((await ask(show, { isInteractive: true, env: { NO_COLOR: '1' } })).out).not.toContain('\u001b');
    expect((await ask(show)).out).not.toContain('\u001b');
  });
});

describe('the other commands', () => {
  it.each([
    [['runs', 'cancel', 'run_1', '--reason', 'r'], { cancel: 'run_1', reason: 'r' }],
    [['exceptions', 'retry', 'exc_1'], { retry: 'exc_1' }],
    [['exceptions', 'discard', 'exc_1', '--reason', 'r'], { discard: 'exc_1', reason: 'r' }],
    [['exceptions', 'resolve', 'exc_1', '--applied', '006A'], { resolve: 'exc_1', verdict: 'applied', recordId: '006A' }],
    [['exceptions', 'resolve', 'exc_1', '--absent'], { resolve: 'exc_1', verdict: 'absent' }],
    [['exceptions', 'link', 'exc_1', '006A'], { link: 'exc_1', type: 'Opportunity', id: '006A' }],
    [
      ['keys', 'create', 'ci', '--principal', 'service:ci', '--roles', 'source,operations'],
      { name: 'ci', principal: 'service:ci', roles: ['source', 'operations'] },
    ],
    [['keys', 'revoke', 'key_1'], { revoke: 'key_1' }],
    [['workflows', 'demote', 'order-status', 'read-only', '--reason', 'r'], { id: 'order-status', to: 'read-only', reason: 'r' }],
    [
      ['workflows', 'promote', 'order-status', 'automatic', '--rule', 'routine', '--reason', 'r'],
      { ask: 'order-status', to: 'automatic', rule: 'routine', reason: 'r' },
    ],
    [['feedback', 'give', 'override', '--proposal', 'prp_1', '--reason', 'r'], { kind: 'override', proposal: 'prp_1', reason: 'r' }],
    [['feedback', 'give', 'up', '--answer', 'run_9'], { kind: 'up', answer: 'run_9' }],
    [['deliveries', 'redeliver', 'cs-1-bi'], { redeliver: 'cs-1-bi' }],
    [['workflows', 'confirm', 'prm_1', '--reason', 'r'], { decide: 'prm_1', verdict: 'confirm', reason: 'r' }],
    [['workflows', 'refuse', 'prm_1', '--reason', 'r'], { decide: 'prm_1', verdict: 'refuse', reason: 'r' }],
    [['workflows', 'withdraw', 'prm_1', '--reason', 'r'], { decide: 'prm_1', verdict: 'withdraw', reason: 'r' }],
    [['workflows', 'pause', '--all', '--reason', 'r'], { all: true, reason: 'r' }],
    [['workflows', 'resume', '--all', '--reason', 'r'], { all: false, reason: 'r' }],
    [['workflows', 'pause', 'order-status', '--reason', 'r'], { id: 'order-status', paused: true, reason: 'r' }],
    [['workflows', 'resume', 'order-status', '--reason', 'r'], { id: 'order-status', paused: false, reason: 'r' }],
    [['run', 'order-status', 'SO-1'], { start: 'order-status', record: 'SO-1' }],
  ])('%j asks the server for just that', async (argv, heard) => {
    expect((await ask(argv)).code).toBe(0);
    expect(server.data.heard).toEqual([heard]);
  });

  it('show what is on record for a wider phase and what stands in the way', async () => {
    const { out } = await ask(['workflows', 'show', 'order-status']);
    expect(out).toContain('starts on event sales-order.changed');
    expect(out).toContain('people decided 25: 24 approved unchanged (96.0 %), 1 edited, 0 rejected; 5 not decided');
    expect(out).toContain('stands in the way: 1 exceptions are open, at most 0 may be');
    expect(out).toContain('assisted → automatic');
  });

  it('show every attempt of a delivery and its body', async () => {
    const { out } = await ask(['deliveries', 'show', 'cs-1-bi']);
    expect(out).toContain('503  12 ms  answered 503');
    expect(out).toContain('{"id":"cs-1"}');
  });

  it('a stop of nothing in particular is refused, never guessed', async () => {
    const ended = await ask(['workflows', 'pause', '--reason', 'r']);
    expect(ended.code).not.toBe(0);
    expect(ended.error).toContain('name a workflow, or say --all');
    expect(server.data.heard).toEqual([]);
  });

  it('print a new key alone on standard output', async () => {
    const ended = await ask(['keys', 'create', 'ci', '--principal', 'service:ci', '--roles', 'source']);
    expect(ended.out).toBe('csk_new\n');
    expect(ended.error).toContain('the only time');
  });

  it('show a run step by step', async () => {
    const { out } = await ask(['runs', 'show', 'run_1']);
    expect(out).toContain('2024-05-17 18:00:00 +02:00  run.started  person:olivia\n                              order SO-78911\n');
    expect(out).toContain('CS-1  applied  crm › Opportunity 006A');
  });

  it('show what left the machine byte for byte, and harmlessly in a terminal', async () => {
    const piped = await ask(['egress', 'show', 'run_1']);
    expect(piped.out).toContain(`\n${egress.body}\n`);
    expect(piped.out).toContain('PERSON 3 of 2, ORG 1 of 1');
    expect(piped.out).toContain('(policy 1)');
    expect((await ask(['egress', 'show', 'run_1'], { isInteractive: true, env: { NO_COLOR: '1' } })).out).not.toMatch(acted);
  });

  it('keep an id a person typed inside its place in the path', async () => {
    expect((await ask(['runs', 'show', '../keys?x#y'])).error).toContain('There is no ../keys?x#y');
  });

  it('tell how the server stands, and fail when it is not ready', async () => {
    expect((await ask(['status'])).out).toContain('1 wait for a person');
    server.data.ready = false;
    const ended = await ask(['status']);
    expect(ended.code).toBe(1);
    expect(ended.out).toContain('FAIL  vault: the vault does not answer');
  });
});
