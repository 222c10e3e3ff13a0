import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CallOptions, LookupOutcome, WriteOutcome, WriteReceipt, WriteRequest } from '../../contracts/ports.ts';
import { classifyTransport, classifyWrite, type HttpReply } from '../core/index.ts';
import { beforeSending } from './before-sending.ts';
import type { Client } from './client.ts';
import type { SalesforceConfig } from './config.ts';
import { ActionReply, MailRecipientRow } from './schema.ts';
import { containing, isRecordId, name, soql, text } from './soql.ts';
import { plainOutcome } from './write-outcome.ts';

type MailDeps = {
  readonly client: Client;
  readonly config: SalesforceConfig;
  readonly now: Date;
  /** Markers of this process's own attempts that sent nothing and could not be taken back yet, by key. */
  readonly left: Map<string, WriteReceipt>;
};

/** A mail as a write has it. The address is what was approved; the CRM sends to the contact, so both have to be the same. */
const Mail = z.object({
  RecipientId: z.string().refine(isRecordId),
  RelatedToId: z.string().refine(isRecordId),
  ToAddress: z.email().max(254),
  Subject: z
    .string()
    .min(1)
    .max(255)
    // eslint-disable-next-line no-control-regex -- control characters are exactly what must not reach a header
    .regex(/^[^\u0000-\u001f\u007f]*$/),
  TextBody: z.string().min(1).max(32_000),
});
type Mail = z.infer<typeof Mail>;

export const isMail = ({ target, operation }: WriteRequest): boolean => target.type === 'EmailMessage' && operation === 'create';

/**
 * A mail through the CRM's own action, which logs it on the records' timelines in the same transaction. The action takes no key, so:
 * - a marker record with the key is made first; its uniqueness refuses a second attempt, whoever makes it
 * - the subject ends with a reference made of the key, by which the logged mail is found again
 * A marker without its mail says that an attempt began and nobody knows how it ended: a person looks. An attempt that was told to
 * wait or refused takes its marker back.
 */
export async function sendMail(deps: MailDeps, request: WriteRequest, options?: CallOptions): Promise<WriteOutcome> {
  const mail = Mail.safeParse(request.fields);
  if (!mail.success)
    return refused('INVALID_MAIL', 'The mail is not one that can be sent', String(mail.error.issues[0]?.path[0] ?? 'mail'));
  const { client, config } = deps;
  let problem: WriteOutcome | undefined;
  try {
    problem = recipientProblem(await readRecipient(client, mail.data.RecipientId, options), mail.data);
  } catch (thrown) {
    return beforeSending(thrown);
  }
  if (problem) return problem;
  if (config.idempotency !== 'marker') return act(deps, request, mail.data, options);
  const marker = await mark(deps, request, mail.data, options);
  if (marker.kind !== 'applied') return marker;
  const outcome = await act(deps, request, mail.data, options);
  if (outcome.kind === 'deferred' || outcome.kind === 'refused') await takeBack(deps, request.key, marker.receipt, options);
  return outcome;
}

/** By the reference in the subject. Without a marker nothing was begun; with one and without a mail nobody knows. */
export async function lookUpMail(
  { client, config }: Pick<MailDeps, 'client' | 'config'>,
  key: string,
  options?: CallOptions,
): Promise<LookupOutcome> {
  const rows = await client.query(
    soql`SELECT Id FROM EmailMessage WHERE Subject LIKE ${containing(referenceOf(key))} LIMIT 2`,
    options?.signal,
  );
  if (rows.length > 1) return { kind: 'ambiguous', count: rows.length };
  const id = rows[0]?.['Id'];
  if (typeof id === 'string') return { kind: 'found', id };
  if (config.idempotency !== 'marker') return { kind: 'absent' };
  const { marker } = config;
  const marks = await client.query(
    soql`SELECT Id FROM ${name(marker.object)} WHERE ${name(marker.key)} = ${text(key)} LIMIT 1`,
    options?.signal,
  );
  return marks.length === 0 ? { kind: 'absent' } : { kind: 'ambiguous', count: 0 };
}

/** Ten characters of the key's hash part: enough that no two mails share them, short enough for a subject. */
export const referenceOf = (key: string): string => `[CS-${key.slice(-10)}]`;

async function readRecipient(client: Client, id: string, options?: CallOptions): Promise<MailRecipientRow | undefined> {
  const found = await client.read({
    path: `/sobjects/Contact/${id}`,
    query: { fields: 'Email,HasOptedOutOfEmail' },
    signal: options?.signal,
  });
  return found === undefined ? undefined : MailRecipientRow.parse(found);
}

/** Read right before sending, because a person may have said no while another was deciding. What we do not know counts as a no. */
function recipientProblem(row: MailRecipientRow | undefined, { ToAddress }: Mail): WriteOutcome | undefined {
  if (!row) return refused('RECIPIENT_LEFT', 'The contact is not there any more', 'RecipientId');
  if (row.HasOptedOutOfEmail !== false) return refused('RECIPIENT_OPTED_OUT', 'The contact wants no mail', 'RecipientId');
  if (row.Email?.toLowerCase() !== ToAddress.toLowerCase())
    return refused('RECIPIENT_MOVED', 'The contact has another address than the one approved', 'ToAddress');
  return undefined;
}

const refused = (code: string, reason: string, field: string): WriteOutcome => ({ kind: 'refused', status: 0, code, reason, field });

async function mark(
  { client, config, now, left }: MailDeps,
  { key }: WriteRequest,
  mail: Mail,
  options?: CallOptions,
): Promise<WriteOutcome> {
  const { marker } = config;
  const known = left.get(key);
  left.delete(key);
  if (known) return { kind: 'applied', receipt: known };
  try {
    const body = { [marker.key]: key, [marker.record]: mail.RecipientId };
    const reply = await client.call({ method: 'POST', path: `/sobjects/${marker.object}`, body, signal: options?.signal });
    const outcome = plainOutcome(reply, undefined, { connection: client.connection, config, now });
    // The only value of a marker that must be unique is its key.
    const isSecond = outcome.kind === 'refused' && outcome.code === 'DUPLICATE_VALUE';
    return isSecond ? { kind: 'duplicate', status: 400, reason: `${client.connection} already holds a mail with this key` } : outcome;
  } catch (thrown) {
    return classifyTransport(thrown);
  }
}

async function act(deps: MailDeps, request: WriteRequest, mail: Mail, options?: CallOptions): Promise<WriteOutcome> {
  const { client } = deps;
  const input = {
    // The contact alone: with an address beside it the mail would go out to both.
    recipientId: mail.RecipientId,
    relatedRecordId: mail.RelatedToId,
    emailSubject: `${mail.Subject} ${referenceOf(request.key)}`,
    // Plain text: nothing in it is markup.
    emailBody: mail.TextBody,
    sendRichBody: false,
    senderType: 'CurrentUser',
    logEmailOnSend: true,
  };
  try {
    const path = '/actions/standard/emailSimple';
    const reply = await client.call({ method: 'POST', path, body: { inputs: [input] }, signal: options?.signal });
    return await actionOutcome(deps, reply, request.key, options);
  } catch (thrown) {
    return classifyTransport(thrown);
  }
}

/** Both 200 and 400 carry results; each says by itself whether it was done. */
async function actionOutcome(deps: MailDeps, reply: HttpReply, key: string, options?: CallOptions): Promise<WriteOutcome> {
  const { client, config, now } = deps;
  const result = resultOf(reply);
  if (!result) {
    if (reply.status >= 200 && reply.status < 300)
      return { kind: 'uncertain', reason: `${client.connection} answered in a form that cannot be read` };
    return classifyWrite(reply, client.connection, now) ?? plainOutcome(reply, undefined, { connection: client.connection, config, now });
  }
  if (!result.isSuccess) {
    const code = result.errors?.[0]?.statusCode ?? 'NOT_SENT';
    return { kind: 'refused', status: reply.status, code, reason: `${client.connection} refused to send the mail` };
  }
  const responseHash = createHash('sha256').update(reply.bytes).digest('hex');
  return { kind: 'applied', receipt: { id: await loggedAs(deps, key, options), status: reply.status, responseHash } };
}

function resultOf(reply: HttpReply): ActionReply[number] | undefined {
  try {
    return ActionReply.safeParse(reply.json()).data?.[0];
  } catch {
    return undefined;
  }
}

/** The mail went out; which record it was logged as is a courtesy, and its reference stands for it where nobody says. */
async function loggedAs(deps: MailDeps, key: string, options?: CallOptions): Promise<string> {
  try {
    const found = await lookUpMail(deps, key, options);
    return found.kind === 'found' ? found.id : referenceOf(key);
  } catch {
    return referenceOf(key);
  }
}

/**
 * Nothing was sent, so a later attempt may begin. A marker that cannot be taken back now is kept in mind: this process goes on with it,
 * any other finds it and asks a person.
 */
async function takeBack({ client, config, left }: MailDeps, key: string, made: WriteReceipt, options?: CallOptions): Promise<void> {
  const { marker } = config;
  // Emptied and not deleted: nobody gives a connection the right to delete.
  const body = { [marker.key]: null };
  const status = await client.call({ method: 'PATCH', path: `/sobjects/${marker.object}/${made.id}`, body, signal: options?.signal }).then(
    (reply) => reply.status,
    () => 0,
  );
  if (status < 200 || status >= 300) left.set(key, made);
}
