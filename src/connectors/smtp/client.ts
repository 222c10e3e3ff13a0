import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { WriteOutcome } from '../../contracts/ports.ts';
import type { SmtpServer } from './config.ts';
import { dotStuffed } from './map.ts';
import { takeReply, type SmtpReply } from './schema.ts';

export type Submission = { readonly from: string; readonly to: readonly string[]; readonly text: string };
export type Submitted =
  | { readonly kind: 'accepted'; readonly answer: string }
  | Extract<WriteOutcome, { kind: 'refused' | 'deferred' | 'uncertain' }>;

/** A server that is busy or away is asked again after this. */
const laterMs = 60_000;
/** What a server may say before its answer is complete. */
const mostText = 64_000;

/** Ends a conversation early; `isAfterData` when the mail had gone out and only the answer is missing. */
class Broken extends Error {
  readonly isAfterData: boolean;
  constructor(reason: string, isAfterData: boolean) {
    super(reason);
    this.isAfterData = isAfterData;
  }
}

class Refused extends Error {
  readonly reply: SmtpReply;
  readonly isAfterData: boolean;
  constructor(step: string, reply: SmtpReply, isAfterData: boolean) {
    super(`${step} was answered with ${reply.code}`);
    this.reply = reply;
    this.isAfterData = isAfterData;
  }
}

/**
 * One mail in one conversation (RFC 6409): EHLO, STARTTLS, AUTH PLAIN, envelope, DATA. Every failure is an outcome: before the
 * final dot nothing was taken on; after it, without an answer, nobody knows.
 */
export async function submit(
  server: SmtpServer,
  helo: string,
  mail: Submission,
  deadlineMs: number,
  signal?: AbortSignal,
): Promise<Submitted> {
  let line: Line | undefined;
  try {
    line = await Line.open(server, deadlineMs, signal);
    await greet(line, server, helo);
    await line.command('MAIL FROM', `MAIL FROM:<${mail.from}>`, [250]);
    for (const to of mail.to) await line.command('RCPT TO', `RCPT TO:<${to}>`, [250, 251]);
    await line.command('DATA', 'DATA', [354]);
    line.isAfterData = true;
    const reply = await line.command('the mail', dotStuffed(mail.text).slice(0, -2), [250]);
    // Polite, and of no consequence: the mail is taken on.
    line.end('QUIT\r\n');
    return { kind: 'accepted', answer: reply.lines.join(' ') };
  } catch (thrown) {
    line?.end('');
    return outcomeOf(thrown);
  }
}

function outcomeOf(thrown: unknown): Submitted {
  if (thrown instanceof Refused) {
    const { code } = thrown.reply;
    if (code >= 400 && code < 500) return { kind: 'deferred', retryAfterMs: laterMs };
    // Neither yes nor no: the server has the mail, and nobody knows what it made of it.
    if (thrown.isAfterData && code < 500)
      return { kind: 'uncertain', reason: `the mail server answered ${code} after the mail had gone out` };
    // What the server said may hold an address; its code says enough.
    return { kind: 'refused', status: code, code: `SMTP_${code}`, reason: thrown.message };
  }
  if (thrown instanceof Broken && thrown.isAfterData)
    return { kind: 'uncertain', reason: 'the mail server did not answer after the mail had gone out' };
  if (thrown instanceof Broken && thrown.message === noTls) return { kind: 'refused', status: 0, code: 'SMTP_NO_TLS', reason: noTls };
  return { kind: 'deferred', retryAfterMs: laterMs };
}

const noTls = 'the mail server offers no TLS, and nothing is sent without it';

async function greet(line: Line, server: SmtpServer, helo: string): Promise<void> {
  await line.expect('the greeting', [220]);
  let offers = await line.command('EHLO', `EHLO ${helo}`, [250]);
  if (server.security === 'starttls') {
    if (!offers.lines.some((offer) => /^STARTTLS\b/i.test(offer))) throw new Broken(noTls, false);
    await line.command('STARTTLS', 'STARTTLS', [220]);
    await line.secure(server);
    // What was offered before the line was secured may have been put there by somebody on the way.
    offers = await line.command('EHLO', `EHLO ${helo}`, [250]);
  }
  if (server.user === undefined || server.password === undefined) return;
  if (!offers.lines.some((offer) => /^AUTH\b.*\bPLAIN\b/i.test(offer))) throw new Refused('AUTH PLAIN', { code: 504, lines: [] }, false);
  const secret = Buffer.from(`\u0000${server.user}\u0000${server.password}`).toString('base64');
  await line.command('AUTH', `AUTH PLAIN ${secret}`, [235]);
}

/** A connection on which one command is answered before the next is sent. */
class Line {
  #socket: Socket | TLSSocket;
  #text = '';
  #waiting: { resolve: (reply: SmtpReply) => void; reject: (error: Error) => void } | undefined;
  #broken: Error | undefined;
  isAfterData = false;
  readonly #timer: NodeJS.Timeout;

  private constructor(socket: Socket | TLSSocket, deadlineMs: number, signal: AbortSignal | undefined) {
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#break('the time is up'), deadlineMs);
    signal?.addEventListener('abort', () => this.#break('aborted'), { once: true });
    this.#listen(socket);
  }

  static async open(server: SmtpServer, deadlineMs: number, signal: AbortSignal | undefined): Promise<Line> {
    if (signal?.aborted) throw new Broken('aborted', false);
    const socket = server.security === 'tls' ? connectTls(tlsOf(server)) : connectPlain({ host: server.host, port: server.port });
    return new Line(socket, deadlineMs, signal);
  }

  #listen(socket: Socket | TLSSocket): void {
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => this.#hear(chunk));
    socket.on('error', (error) => this.#break(error.message));
    socket.on('close', () => this.#break('the connection was closed'));
  }

  #hear(chunk: string): void {
    this.#text += chunk;
    if (this.#text.length > mostText) return this.#break('the server says too much');
    const waiting = this.#waiting;
    if (!waiting) return undefined;
    const taken = takeReply(this.#text);
    if (!taken) return undefined;
    this.#text = taken.rest;
    this.#waiting = undefined;
    return waiting.resolve(taken.reply);
  }

  #break(reason: string): void {
    clearTimeout(this.#timer);
    this.#broken ??= new Broken(reason, this.isAfterData);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(this.#broken);
    this.#socket.destroy();
  }

  async expect(step: string, codes: readonly number[]): Promise<SmtpReply> {
    const reply = await new Promise<SmtpReply>((resolve, reject) => {
      if (this.#broken) return reject(this.#broken);
      this.#waiting = { resolve, reject };
      // It may have come before anybody waited for it.
      return this.#hear('');
    });
    if (!codes.includes(reply.code)) throw new Refused(step, reply, this.isAfterData);
    return reply;
  }

  command(step: string, text: string, codes: readonly number[]): Promise<SmtpReply> {
    if (!this.#broken) this.#socket.write(`${text}\r\n`);
    return this.expect(step, codes);
  }

  /** The same connection, secured. What came with the answer to STARTTLS was not secured and is not believed. */
  async secure(server: SmtpServer): Promise<void> {
    const plain = this.#socket;
    plain.removeAllListeners('data');
    plain.removeAllListeners('close');
    plain.removeAllListeners('error');
    this.#text = '';
    const secured = connectTls({ ...tlsOf(server), socket: plain });
    this.#socket = secured;
    await new Promise<void>((resolve, reject) => {
      secured.once('secureConnect', resolve);
      secured.once('error', (error) => reject(new Broken(error.message, false)));
      secured.once('close', () => reject(new Broken('the connection was closed', false)));
    });
    this.#listen(secured);
  }

  end(text: string): void {
    clearTimeout(this.#timer);
    this.#broken ??= new Broken('ended', this.isAfterData);
    this.#socket.removeAllListeners('error');
    // A server that hangs up first is none of our concern any more.
    this.#socket.on('error', () => undefined);
    this.#socket.end(text);
  }
}

/** Said explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment cannot switch verification off. */
function tlsOf({ host, port, ca }: SmtpServer) {
  return {
    host,
    port,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2' as const,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca }),
  };
}
