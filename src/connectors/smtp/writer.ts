import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../contracts/log.ts';
import type { RecordWriter, WriteOutcome, WriteRequest } from '../../contracts/ports.ts';
import type { Clock } from '../../contracts/time.ts';
import { submit } from './client.ts';
import type { SmtpConfig } from './config.ts';
import { mailText } from './map.ts';
import { CustomerMail, Mail } from './schema.ts';

type Deps = { readonly name: string; readonly config: SmtpConfig; readonly clock: Clock; readonly log: Log };

/** Mails to lists of the config. A folder holds each once by the name of its key; a server is told it by the Message-ID. */
export function createWriter(deps: Deps): RecordWriter {
  const { config, log, name } = deps;
  const { folder } = config;
  return {
    settleDelayMs: folder === undefined ? config.deadlineMs : 0,
    refusesSecond: () => folder !== undefined,
    async send(request, options) {
      const letter = letterOf(config, request);
      if ('kind' in letter) return letter;
      const outcome = await sendOnce(deps, request, letter, options?.signal);
      log.info({ connection: name, key: request.key, outcome: outcome.kind }, 'write sent');
      return outcome;
    },
    async lookup(request) {
      // No mail server answers what became of a mail: a person looks into a mailbox.
      if (folder === undefined) return { kind: 'ambiguous', count: 0 };
      return existsSync(fileOf(folder, request.key)) ? { kind: 'found', id: `${request.key}.eml` } : { kind: 'absent' };
    },
  };
}

type Letter = {
  readonly to: readonly string[];
  readonly mail: { readonly Subject: string; readonly Text: string };
  readonly language?: string;
};

/** To whom and what; or why not. A list's addresses come from the config, a customer's from the write, where the config lets it. */
function letterOf(config: SmtpConfig, { target, fields }: WriteRequest): Letter | Extract<WriteOutcome, { kind: 'refused' }> {
  const refused = (reason: string, field?: string) =>
    ({ kind: 'refused', status: 0, code: 'input.invalid', reason, ...(field === undefined ? {} : { field }) }) as const;
  if (target.type === 'CustomerMail') {
    if (!config.customers) return refused('The config lets nobody write to customers');
    const mail = CustomerMail.safeParse(fields);
    if (!mail.success)
      return refused('A mail has one address, a subject of one line and a text', String(mail.error.issues[0]?.path[0] ?? 'To'));
    return { to: [mail.data.To], mail: mail.data, language: mail.data.Language };
  }
  const mail = target.type === 'Mail' ? Mail.safeParse(fields) : undefined;
  if (!mail?.success) return refused('A mail has a list, a subject and a text');
  const to = config.lists[mail.data.List];
  return to ? { to, mail: mail.data } : refused(`The config has no list ${mail.data.List}`, 'List');
}

async function sendOnce(
  { config, clock }: Deps,
  request: WriteRequest,
  { to, mail, language }: Letter,
  signal: AbortSignal | undefined,
): Promise<WriteOutcome> {
  const { from, fromName, server, folder } = config;
  const messageId = `${request.key}@${from.split('@')[1] ?? 'localhost'}`;
  const text = mailText(mail, { from, fromName, to, date: clock.now(), messageId, ...(language === undefined ? {} : { language }) });
  const applied = (id: string, status: number, answer: string): WriteOutcome => ({
    kind: 'applied',
    receipt: { id, status, responseHash: createHash('sha256').update(answer).digest('hex') },
  });
  if (folder !== undefined)
    return layDown(folder, request.key, text)
      ? applied(`${request.key}.eml`, 0, text)
      : { kind: 'duplicate', status: 0, reason: 'the file is there already' };
  if (server === undefined)
    return { kind: 'refused', status: 0, code: 'config.invalid', reason: 'Neither a server nor a folder is configured' };
  const sent = await submit(server, config.helo, { from, to, text }, config.deadlineMs, signal);
  return sent.kind === 'accepted' ? applied(messageId, 250, sent.answer) : sent;
}

const fileOf = (folder: string, key: string): string => join(folder, `${key}.eml`);

/** False when it lies there already. */
function layDown(folder: string, key: string, text: string): boolean {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(fileOf(folder, key), text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false;
    throw thrown;
  }
}
