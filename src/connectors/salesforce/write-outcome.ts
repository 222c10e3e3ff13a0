import { createHash } from 'node:crypto';
import type { WriteOutcome, WriteReceipt } from '../../contracts/ports.ts';
import { classifyWrite, type HttpReply } from '../core/index.ts';
import { limitPauseMs, vendorErrors } from './client.ts';
import type { SalesforceConfig } from './config.ts';
import { CompositeReply, CreateReply, ErrorReply, type VendorErrors } from './schema.ts';
import type { MarkerPart } from './write-plan.ts';

export type OutcomeContext = { readonly connection: string; readonly config: SalesforceConfig; readonly now: Date };

/** What became of a single create or update. */
export function plainOutcome(reply: HttpReply, targetId: string | undefined, context: OutcomeContext): WriteOutcome {
  if (reply.status >= 200 && reply.status < 300) {
    if (reply.status === 204 && targetId !== undefined) return { kind: 'applied', receipt: receipt(reply, targetId) };
    const body = readable(() => CreateReply.parse(reply.json()));
    if (!body) return unreadable(context);
    if (body.success) return { kind: 'applied', receipt: receipt(reply, body.id) };
    return {
      kind: 'refused',
      status: reply.status,
      code: 'NOT_SUCCESSFUL',
      reason: `${context.connection} answered ${reply.status} and reported a failure in it`,
    };
  }
  if (reply.status === 300)
    return { kind: 'refused', status: 300, code: 'SEVERAL_RECORDS', reason: 'Several records carry this external id' };
  return classifyWrite(reply, context.connection, context.now) ?? refusal(reply.status, vendorErrors(reply), 'record', context);
}

/**
 * What became of a composite request. It answers 200 whatever happened; with allOrNone one failed part means that
 * nothing was done. Parts that merely share its fate are PROCESSING_HALTED and say nothing.
 */
export function markerOutcome(reply: HttpReply, targetId: string | undefined, context: OutcomeContext): WriteOutcome {
  if (reply.status !== 200) return plainOutcome(reply, targetId, context);
  const composite = readable(() => CompositeReply.parse(reply.json()));
  if (!composite) return unreadable(context);
  const parts = composite.compositeResponse;
  const failed =
    parts.find((part) => part.httpStatusCode >= 300 && !isHalted(part.body)) ?? parts.find((part) => part.httpStatusCode >= 300);
  if (failed) return failedPart(failed, context);
  const part = (name: MarkerPart) => parts.find(({ referenceId }) => referenceId === name)?.body;
  const id = targetId ?? CreateReply.safeParse(part('record')).data?.id;
  if (id === undefined || part('marker') === undefined) return unreadable(context);
  return { kind: 'applied', receipt: receipt(reply, id, stampOf(part('after'))) };
}

function failedPart(part: { referenceId: string; httpStatusCode: number; body?: unknown }, context: OutcomeContext): WriteOutcome {
  const status = part.httpStatusCode;
  const asReply: HttpReply = { status, headers: {}, setCookies: [], bytes: new Uint8Array(), text: () => '', json: () => part.body };
  return (
    classifyWrite(asReply, context.connection, context.now) ??
    refusal(status, ErrorReply.safeParse(part.body).data, part.referenceId, context)
  );
}

function refusal(status: number, errors: VendorErrors | undefined, part: string, { connection, config }: OutcomeContext): WriteOutcome {
  const [error] = errors ?? [];
  const code = error?.errorCode ?? `HTTP_${status}`;
  switch (code) {
    case 'REQUEST_LIMIT_EXCEEDED':
      return { kind: 'deferred', retryAfterMs: limitPauseMs };
    case 'UNABLE_TO_LOCK_ROW':
      // Another transaction holds the row for a moment; ours was rolled back.
      return { kind: 'deferred', retryAfterMs: 1_000 };
    case 'DUPLICATE_VALUE':
      if (namesKey(error?.message ?? '', part, config))
        return { kind: 'duplicate', status, reason: `${connection} already holds a write with this key` };
      break;
    case 'ENTITY_IS_DELETED':
      return { kind: 'conflict', status, reason: `The record was deleted in ${connection}` };
  }
  const field = error?.fields?.[0] ?? namedField(error?.message);
  return { kind: 'refused', status, code, reason: reasonOf(code, connection), ...(field === undefined ? {} : { field }) };
}

/** Whether the value that must be unique is the effect's key, and not some other field of the record. */
function namesKey(message: string, part: string, config: SalesforceConfig): boolean {
  return part === ('marker' satisfies MarkerPart) || message.includes(config.fields.key);
}

/** Sentences without the vendor's message, which can quote values. */
function reasonOf(code: string, connection: string): string {
  const sentences: Readonly<Record<string, string>> = {
    REQUIRED_FIELD_MISSING: 'a required field is missing',
    INVALID_FIELD: 'a field is not known to it',
    INVALID_FIELD_FOR_INSERT_UPDATE: 'a field may not be written',
    STRING_TOO_LONG: 'a text is too long',
    INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: 'a value is not in the list of choices',
    FIELD_CUSTOM_VALIDATION_EXCEPTION: 'a validation rule of the organisation forbids it',
    DUPLICATE_VALUE: 'another record already has a value that must be unique',
    STANDARD_PRICE_NOT_DEFINED: 'the product has no price in the standard price book',
    ENTITY_IS_LOCKED: 'the record is locked, usually by an approval over there',
    NOT_FOUND: 'the record does not exist',
    INVALID_SESSION_ID: 'it does not accept our credentials',
    INSUFFICIENT_ACCESS_OR_READONLY: 'the API user lacks the right',
  };
  return `${connection} refused the write: ${sentences[code] ?? `error ${/^[A-Z_0-9]{1,80}$/.test(code) ? code : 'of unknown kind'}`}`;
}

/** `No such column 'X' on …` names its field in the message alone. */
function namedField(message: string | undefined): string | undefined {
  return /^No such column '(\w{1,80})'/.exec(message ?? '')?.[1];
}

function isHalted(body: unknown): boolean {
  return ErrorReply.safeParse(body).data?.[0]?.errorCode === 'PROCESSING_HALTED';
}

function stampOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('SystemModstamp' in body)) return undefined;
  return typeof body.SystemModstamp === 'string' ? body.SystemModstamp : undefined;
}

function unreadable({ connection }: OutcomeContext): WriteOutcome {
  return { kind: 'uncertain', reason: `${connection} answered in a form that cannot be read` };
}

function receipt(reply: HttpReply, id: string, version?: string): WriteReceipt {
  return {
    id,
    status: reply.status,
    responseHash: createHash('sha256').update(reply.bytes).digest('hex'),
    ...(version === undefined ? {} : { version }),
  };
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
