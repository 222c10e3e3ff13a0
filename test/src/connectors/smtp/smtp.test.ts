import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSmtp } from '../../../../src/connectors/smtp/index.ts';
import { SmtpConfig, type SmtpConfigInput } from '../../../../src/connectors/smtp/config.ts';
import { dotStuffed, encodedWord, quotedPrintable } from '../../../../src/connectors/smtp/map.ts';
import { takeReply } from '../../../../src/connectors/smtp/schema.ts';
import { silentLog } from '../../../../src/contracts/log.ts';
import type { WriteRequest } from '../../../../src/contracts/ports.ts';
import { startMailServer } from '../../../support/mail-server.ts';
import { loopbackCertificate } from '../core/loopback-certificate.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function mailServer(...given: Parameters<typeof startMailServer>) {
  const server = await startMailServer(...given);
  open.push(server);
  return server;
}

const clock = { now: () => new Date('2024-05-17T16:00:00Z') };
const lists = { digest: ['carl@example.com', 'cora@example.com'] };
const connect = (config: Partial<SmtpConfigInput>) =>
  createSmtp({
    name: 'mail',
    config: { from: 'countersign@example.com', lists, deadlineMs: 3000, ...config },
    deps: { clock, log: silentLog },
  });
const over = (port: number, more: Partial<NonNullable<SmtpConfigInput['server']>> = {}) =>
  connect({ server: { host: '127.0.0.1', port, ca: loopbackCertificate.cert, user: 'bot', password: 'open sesame', ...more } });

const request = (change: Record<string, string> = {}): WriteRequest => ({
  operation: 'create',
  target: { type: 'Mail' },
  key: 'CS-0123456789ABCDEFGHJKMNPQRS',
  fields: { List: 'digest', Subject: 'Countersign, 17. Mai: Übersicht', Text: 'Hello\n.hidden line\nGrüße = 100 %', ...change },
});

describe('a mail to a submission server', () => {
  it('goes over a secured line, with the password only there, to every address of the list, as it was written', async () => {
    const server = await mailServer();
    const outcome = await over(server.port).writer.send(request());
    expect(outcome).toMatchObject({ kind: 'applied', receipt: { id: 'CS-0123456789ABCDEFGHJKMNPQRS@example.com', status: 250 } });
    const [mail] = server.received;
    expect(mail).toMatchObject({ isSecure: true, from: 'countersign@example.com', to: lists.digest, auth: '\u0000bot\u0000open sesame' });
    expect(server.commands.slice(0, 3)).toEqual(['EHLO localhost', 'STARTTLS', 'EHLO localhost']);
    const [head = '', body = ''] = (mail?.text ?? '').split('\r\n\r\n');
    expect(head).toContain('Message-ID: <CS-0123456789ABCDEFGHJKMNPQRS@example.com>');
    expect(head).toContain('Date: Fri, 17 May 2024 16:00:00 +0000');
    expect(head).toContain('Subject: =?utf-8?B?');
    expect(body).toContain('Hello\r\n.hidden line\r\nGr=C3=BC=C3=9Fe =3D 100 %');
  });

  it('speaks to no server without TLS, and to none whose certificate is not the one it should be', async () => {
    const bare = await mailServer({ starttls: false });
    expect(await over(bare.port).writer.send(request())).toMatchObject({ kind: 'refused', code: 'SMTP_NO_TLS' });
    expect(bare.commands).toEqual(['EHLO localhost']);
    const other = await mailServer();
    const { ca: _ca, ...without } = { ca: undefined, host: '127.0.0.1', port: other.port, user: 'bot', password: 'x' };
    expect(await connect({ server: without }).writer.send(request())).toMatchObject({ kind: 'deferred' });
    expect(other.received).toEqual([]);
    expect(other.commands.some((command) => command.startsWith('AUTH'))).toBe(false);
  });

  it('believes nothing that came with the answer to STARTTLS before the line was secured', async () => {
    const server = await mailServer({ injected: '250-evil\r\n250 AUTH PLAIN\r\n535 5.7.8 no\r\n' });
    expect((await over(server.port).writer.send(request())).kind).toBe('applied');
  });

  it.each([
    ['a mailbox that does not exist', { RCPT: '550 5.1.1 no such user carl@example.com' }, { kind: 'refused', code: 'SMTP_550' }],
    ['a password that is wrong', { AUTH: '535 5.7.8 bad credentials' }, { kind: 'refused', code: 'SMTP_535' }],
    ['a server that is busy', { MAIL: '451 4.3.0 later' }, { kind: 'deferred' }],
    ['a line that breaks before the mail went out', { DATA: 'hang up' }, { kind: 'deferred' }],
    ['a mail that is not liked', { '.': '554 5.7.1 spam' }, { kind: 'refused', code: 'SMTP_554' }],
  ])('%s is told apart, and no word of the server is kept', async (_what, answers, expected) => {
    const server = await mailServer({ answers });
    const outcome = await over(server.port).writer.send(request());
    expect(outcome).toMatchObject(expected);
    expect(JSON.stringify(outcome)).not.toMatch(/carl|credentials|spam/);
  });

  it('a line that breaks after the final dot leaves it in doubt, and only a person can look', async () => {
    const server = await mailServer({ hangUpAfterData: true });
    const mail = over(server.port);
    expect(await mail.writer.send(request())).toMatchObject({ kind: 'uncertain' });
    expect(await mail.writer.lookup(request())).toEqual({ kind: 'ambiguous', count: 0 });
    expect(mail.writer.refusesSecond(request())).toBe(false);
  });

  it.each(['what?', '299 whatever'])(
    'an answer after the final dot that says neither yes nor no (%s) leaves it in doubt too',
    async (said) => {
      const server = await mailServer({ answers: { '.': said } });
      expect(await over(server.port).writer.send(request())).toMatchObject({ kind: 'uncertain' });
    },
  );

  it.each([
    ['451 later', 'deferred'],
    ['554 no', 'refused'],
  ])('a no after the final dot (%s) is a no', async (said, kind) => {
    const server = await mailServer({ answers: { '.': said } });
    expect(await over(server.port).writer.send(request())).toMatchObject({ kind });
  });

  it('nobody there, and a list nobody knows, are told apart too', async () => {
    const server = await startMailServer();
    await server.close();
    expect(await over(server.port).writer.send(request())).toMatchObject({ kind: 'deferred' });
    expect(await over(server.port).writer.send(request({ List: 'all' }))).toMatchObject({ kind: 'refused', field: 'List' });
  });
});

describe('a mail into a folder', () => {
  it('lies there once, whatever happens in between', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-mail-'));
    open.push({ close: () => rmSync(folder, { recursive: true, force: true }) });
    const { writer } = connect({ folder });
    expect(await writer.lookup(request())).toEqual({ kind: 'absent' });
    expect(await writer.send(request())).toMatchObject({ kind: 'applied', receipt: { id: 'CS-0123456789ABCDEFGHJKMNPQRS.eml' } });
    expect(await writer.send(request())).toMatchObject({ kind: 'duplicate' });
    expect(await writer.lookup(request())).toMatchObject({ kind: 'found' });
    expect(readdirSync(folder)).toEqual(['CS-0123456789ABCDEFGHJKMNPQRS.eml']);
    expect(readFileSync(join(folder, 'CS-0123456789ABCDEFGHJKMNPQRS.eml'), 'utf8')).toContain(
      'To: <carl@example.com>,\r\n <cora@example.com>',
    );
  });
});

describe('what is written on the wire', () => {
  it('a dot at the beginning of a line is doubled, every line ends with CRLF, and a dot alone ends the mail', () => {
    expect(dotStuffed('a\n.b\r\n..\n.\n')).toBe('a\r\n..b\r\n...\r\n..\r\n.\r\n');
    expect(dotStuffed('no end')).toBe('no end\r\n.\r\n');
  });

  it('no line of a body is longer than 76, and it reads back as it was', () => {
    const text = `${'Ünïcödé = '.repeat(40)}\ntrailing \nend`;
    const written = quotedPrintable(text);
    for (const line of written.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76);
    const read = written
      .replaceAll('=\r\n', '')
      .replaceAll(/((?:=[0-9A-F]{2})+)/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString());
    expect(read).toBe(text.replaceAll('\n', '\r\n'));
  });

  it('a header takes no second line of somebody else', () => {
    expect(encodedWord('Hi\r\nBcc: all@example.com')).not.toMatch(/\r\nBcc/);
    expect(
      encodedWord('ü'.repeat(100))
        .split('\r\n ')
        .every((piece) => piece.length <= 75),
    ).toBe(true);
  });

  it('a reply of several lines is taken whole, half of one is waited for', () => {
    expect(takeReply('250-one\r\n250 two\r\n354 next')).toEqual({ reply: { code: 250, lines: ['one', 'two'] }, rest: '354 next' });
    expect(takeReply('250-one\r\n250 tw')).toBeUndefined();
    expect(takeReply('hello\r\n')).toEqual({ reply: { code: 0, lines: [] }, rest: '' });
  });

  it('an address that would end a line, a password without TLS and two ways at once are no config', () => {
    const base = { from: 'a@example.com', lists };
    const refused = [
      { ...base, lists: { digest: ['a@example.com>\r\nRCPT TO:<b@example.com'] }, folder: 'x' },
      { ...base, server: { host: 'h', security: 'none', password: 'x' } },
      { ...base, server: { host: 'h' }, folder: 'x' },
      base,
    ];
    for (const config of refused) expect(SmtpConfig.safeParse(config).success).toBe(false);
  });
});
