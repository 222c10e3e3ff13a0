import { z } from 'zod';
import type { LeafClass } from '../contracts/classes.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { PrivacyPolicy } from '../contracts/privacy-policy.ts';
import type { ThreadValues } from '../contracts/vault.ts';
import { accepts, forbiddenPlace } from './accepts.ts';
import { treatmentOf } from './policy.ts';
import { findTokenLike, type TokenLike } from './token-like.ts';
import { looksLikeToken, tokenText } from './tokens.ts';
import { strictest } from './strictest.ts';
import { innerSchema, shapeOf } from './walk.ts';

type Schema = z.core.$ZodType;
type Job = { readonly thread: ThreadValues; readonly values: ReadonlyMap<string, string>; readonly policy: PrivacyPolicy; repairs: number };

/**
 * Puts values back into the arguments of one tool call, by the schema of the tool. It is all or nothing: one token that
 * this thread never issued, that was erased, or that stands in a leaf that does not take its kind refuses the call.
 */
export function restoreInto(
  schema: Schema,
  tree: unknown,
  thread: ThreadValues,
  policy: PrivacyPolicy,
): { readonly value: unknown; readonly repairs: number } {
  const values = new Map(thread.entries.map(({ token, value }) => [token, value]));
  const job: Job = { thread, values, policy, repairs: 0 };
  const value = restoreAt(schema, tree, '', undefined, job);
  return { value, repairs: job.repairs };
}

function restoreAt(schema: Schema | undefined, value: unknown, path: string, inherited: LeafClass | undefined, job: Job): unknown {
  const shape = schema && shapeOf(schema);
  const leaf = shape?.leaf ?? inherited;
  if (typeof value === 'string') {
    const chosen = shape?.is === 'union' ? strictest(fitting(shape.options, value)) : undefined;
    return restoreText(value, path || 'input', (chosen && shapeOf(chosen).leaf) ?? leaf, job);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (shape?.is === 'union') return restoreAt(fitting(shape.options, value)[0], value, path, leaf, job);
  if (Array.isArray(value)) {
    return value.map((item, index) => restoreAt(innerSchema(shape, index), item, `${path}[${index}]`, leaf, job));
  }
  const members = Object.entries(value).map(([name, member]): [string, unknown] => {
    const at = path === '' ? name : `${path}.${name}`;
    // A name is the program's own word; nothing is restored in one.
    if (looksLikeToken(name)) throw refusal('privacy.token_not_accepted', 'A token stands in the name of a member', path || 'input');
    return [name, restoreAt(innerSchema(shape, name), member, at, leaf, job)];
  });
  return Object.fromEntries(members);
}

function fitting(options: readonly Schema[], value: unknown): readonly Schema[] {
  return options.filter((option) => z.safeParse(option, value).success);
}

function restoreText(text: string, field: string, leaf: LeafClass | undefined, job: Job): string {
  const likes = findTokenLike(text).flatMap((like) => {
    const token = readToken(like, text, field, job);
    return token === undefined ? [] : [{ like, token }];
  });
  if (likes.length === 0) return text;
  // Where the leaf is one value, what a model put around it (`**`, quotes) is no part of it.
  const [only] = likes;
  const isWhole =
    leaf?.kind !== undefined && leaf.kind !== 'TEXT' && likes.length === 1 && only !== undefined && isDressed(text, only.like);
  let out = '';
  let at = 0;
  for (const { like, token } of likes) {
    refuseWrongPlace(text, like, token, field, leaf, job);
    const written = text.slice(like.start, like.end);
    if (written !== token || (isWhole && written !== text)) job.repairs += 1;
    if (isWhole) return job.values.get(token) ?? '';
    out += text.slice(at, like.start) + (job.values.get(token) ?? '') + (/['’]s\W*$/u.exec(written) ? '’s' : '');
    at = like.end;
  }
  return out + text.slice(at);
}

/** The token somebody meant, or undefined for ordinary text that only resembles one. Refuses what nobody issued. */
function readToken(like: TokenLike, text: string, field: string, { thread, values }: Job): string | undefined {
  const { kind, index, letters, form } = like;
  const exact = `${tokenText(kind, index).slice(0, -1)}${letters}>`;
  const meant = [exact, ...(letters.endsWith('s') ? [`${exact.slice(0, -2)}>`] : [])].find((token) => values.has(token));
  if (meant !== undefined) return meant;
  if (thread.erased.has(exact)) throw refusal('privacy.unknown_token', `${exact} was erased and cannot be written any more`, field);
  // `IP_65` in lower case or `PERSON 7` may be anything as long as the thread has no such token.
  const isOrdinary = form === 'spaced' || (form === 'bare' && !text.startsWith(kind, like.start));
  if (isOrdinary) return undefined;
  throw refusal('privacy.unknown_token', `${exact} does not belong to this thread`, field);
}

function refuseWrongPlace(text: string, like: TokenLike, token: string, field: string, leaf: LeafClass | undefined, { policy }: Job): void {
  const { kind } = like;
  if (!accepts(leaf, kind) || treatmentOf(policy, kind, 'tool') !== 'pass')
    throw refusal('privacy.token_not_accepted', `${token} may not be written to ${field}, which takes no ${kind}`, field);
  const place = /^%3c/i.test(text.slice(like.start)) ? 'a link' : forbiddenPlace(masked(text.slice(0, like.start)), text.slice(like.end));
  if (place !== undefined)
    throw refusal('privacy.token_not_accepted', `${token} stands inside ${place} in ${field}; it is not written there`, field);
}

function masked(text: string): string {
  return text.includes('<') ? text.replace(/<[A-Z]+_\d+[a-z]*>/g, 'x') : text;
}

function isDressed(text: string, like: TokenLike): boolean {
  const around = text.slice(0, like.start) + text.slice(like.end);
  return /^[\s*_`"'“”„«»]*$/u.test(around);
}

function refusal(code: 'privacy.unknown_token' | 'privacy.token_not_accepted', message: string, field: string): CountersignError {
  return new CountersignError(code, message, { field });
}
