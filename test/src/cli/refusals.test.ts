import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { approval, exception, run, view } from './examples.ts';
import { startServer, type TestServer } from './server.ts';
import { call, type Ended, type Setting } from './terminal.ts';

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

describe('help', () => {
  it('is on standard output, ends well and loads no engine', async () => {
    const shown = await call(['--help']);
    expect(shown).toMatchObject({ code: 0, error: '' });
    for (const name of [
      'up',
      'sandbox',
      'run',
      'approvals',
      'runs',
      'exceptions',
      'redact',
      'effects',
      'audit',
      'egress',
      'keys',
      'workflows',
      'backup',
      'restore',
      'config',
      'doctor',
      'status',
    ]) {
      expect(shown.out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    }
    expect(await call([])).toEqual(shown);
  });

  it('stands for every command under its own name', async () => {
    const shown = await call(['approvals', 'decide', '--help']);
    expect(shown.code).toBe(0);
    for (const option of [
      '--approve',
      '--reject',
      '--edit',
      '--ask',
      '--forward',
      '--withdraw',
      '--hash',
      '--yes',
      '--url',
      '--key',
      '--json',
    ])
      expect(shown.out).toContain(option);
  });

  it('tells the version', async () => {
    expect(await call(['--version'])).toEqual({ code: 0, out: '1.2.3\n', error: '' });
  });
});

describe('what is not understood', () => {
  it.each([
    [['aprovals', 'list'], 'unknown command'],
    [['approvals'], 'Usage: countersign approvals'],
    [['approvals', 'list', '--limit', 'many'], 'is no whole number'],
    [['approvals', 'list', '--status', 'odd'], 'Allowed choices'],
    [['approvals', 'decide', 'apr_1'], 'exactly one of --approve'],
    [['approvals', 'decide', 'apr_1', '--approve', '--reject', 'no'], 'exactly one of --approve'],
    [['approvals', 'decide', 'apr_1', '--edit', 'nofile'], 'SLOT=FILE.json'],
    [['run', 'order-status'], 'name either a record or --since DATE'],
    [['run', 'order-status', '--since', 'yesterday'], 'is no date'],
    [['runs', 'cancel', 'run_1'], "required option '--reason <text>'"],
    [['exceptions', 'resolve', 'exc_1'], 'either --applied RECORD or --absent'],
    [['workflows', 'demote', 'order-status', 'wild', '--reason', 'x'], 'Allowed choices'],
    [['sandbox', 'act', 'explode', 'SO-1'], 'there is no action explode'],
    [['status', '--url', 'ftp://x'], 'is no http address'],
    [['keys', 'revoke', '..'], 'names nothing'],
    [['exceptions', 'retry', ''], 'names nothing'],
  ])('%j ends with 2 and says why', async (argv, words) => {
    const ended = await ask(argv);
    expect(ended).toMatchObject({ code: 2, out: '' });
    expect(ended.error).toContain(words);
    expect(server.data.heard).toEqual([]);
  });
});

describe('errors', () => {
  it('without a server say how to start one', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((open) => closed.once('listening', open));
    const address = closed.address();
    await new Promise((done) => closed.close(done));
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const ended = await call(['runs', 'list', '--url', url]);
    expect(ended).toEqual({ code: 1, out: '', error: `error connection.refused: no server at ${url}\nStart one with: countersign up\n` });
  });

  it('without a key, or with a wrong one, say how to pass one', async () => {
    const none = await call(['runs', 'list', '--url', server.url]);
    expect(none.code).toBe(1);
    expect(none.error).toMatch(/^error auth\.missing: .*\nPass a key with --key KEY or COUNTERSIGN_KEY=KEY/);
    expect((await ask(['runs', 'list', '--key', 'wrong'])).error).toMatch(/^error auth\.invalid: .*\nPass another key/);
  });

  it('name the field they are about', async () => {
    expect((await ask(['runs', 'show', 'run_9'])).error).toBe('error resource.not_found: There is no run_9\nfield: id\n');
  });

  it('of something that is no Countersign say so, and its hostile words change nothing in the terminal', async () => {
    const answers = ['<html>hi</html>', JSON.stringify({ code: 'x\u001b[2J', detail: '\u202ebad\u0007' })];
    const stranger = createServer((_, response) => response.writeHead(answers.length === 2 ? 200 : 500).end(answers.shift()));
    await new Promise<void>((open) => stranger.listen(0, '127.0.0.1', open));
    const address = stranger.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    expect((await call(['runs', 'list', '--url', url])).error).toContain('is not a Countersign server');
    const second = await call(['runs', 'list', '--url', url]);
    expect(second.error).toBe('error x\\x1b[2J: \\u202ebad\\x07\n');
    stranger.close();
  });

  it('never follow a redirect with the key', async () => {
    const seen: (string | undefined)[] = [];
    const thief = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end('{}');
    });
    await new Promise<void>((open) => thief.listen(0, '127.0.0.1', open));
    const address = thief.address();
    const target = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
    const first = createServer((_, response) => response.writeHead(307, { location: target }).end());
    await new Promise<void>((open) => first.listen(0, '127.0.0.1', open));
    const from = first.address();
    const ended = await call(['runs', 'list', '--key', 'k', '--url', `http://127.0.0.1:${typeof from === 'object' ? from?.port : 0}`]);
    expect(ended.code).toBe(1);
    expect(seen).toEqual([]);
    thief.close();
    first.close();
  });
});
