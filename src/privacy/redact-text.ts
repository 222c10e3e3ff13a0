import { tokenKinds, type TokenKind } from '../contracts/classes.ts';
import type { Detector, KnownValues, Recogniser, Span } from '../contracts/detection.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { Destination, PrivacyPolicy } from '../contracts/privacy-policy.ts';
import type { RedactedText, Replacement } from '../contracts/privacy.ts';
import type { Surface, ThreadValues, TokenEntry, Vault } from '../contracts/vault.ts';
import { bandRanges, bandText } from './bands.ts';
import { createNoteFinder, type NoteFinder } from './known-notes.ts';
import { opaqueRuns, refuseOversize } from './opaque.ts';
import { treatmentOf } from './policy.ts';
import { fromSpan, unite, type Finding, type Range } from './spans.ts';
import { findTokenLike } from './token-like.ts';
import { tokenPattern } from './tokens.ts';

/** Makes a finder of the values a thread already knows. */
export type KnownValuesFactory = (given: { readonly personal: readonly TokenEntry[]; readonly safe: readonly string[] }) => KnownValues;

export type RedactorParts = {
  readonly vault: Vault;
  readonly policy: PrivacyPolicy;
  readonly detector: Detector | undefined;
  readonly knownValues: KnownValuesFactory | undefined;
  readonly recogniser: Recogniser | undefined;
};

/** A text from outside; `field` names it in an error. `isNumber`: the text of a number literal, to be restored as one. */
export type Given = {
  readonly text: string;
  readonly field?: string;
  readonly isNumber?: boolean;
  /** The name of a member: `address_1` is an honest one, so only what stands in brackets imitates a token there. */
  readonly isName?: boolean;
  /** All of it is of this kind, whatever it looks like. */
  readonly all?: TokenKind;
  /** Written with the thread's own tokens: those it issued stay. */
  readonly isInTokens?: boolean;
};
export type Redactor = (
  threadId: string,
  given: readonly Given[],
  destination: Destination,
  signal?: AbortSignal,
) => Promise<readonly RedactedText[]>;

/** What the thread knows, and the tokens it issued as far as anybody asks for them. */
type Known = { readonly values: KnownValues | undefined; readonly notes: NoteFinder; readonly issued: ReadonlySet<string> };
type Cut = Finding & { readonly with?: string; readonly surface?: number };

/**
 * Replaces what is personal in texts. All texts of a call share one look at the thread and one call to the vault. Found is
 * what a typed field of the thread holds, in any of its forms; what the detector and the recogniser see; what imitates a
 * token; and what nobody can read. Business ids of typed fields stay.
 */
export function createRedactor(parts: RedactorParts): Redactor {
  const finders = new WeakMap<readonly TokenEntry[], { readonly safe: number; readonly known: Omit<Known, 'issued'> }>();
  const knownTo = (thread: ThreadValues): Omit<Known, 'issued'> => {
    if (!parts.knownValues) return { values: undefined, notes: () => [] };
    const held = finders.get(thread.entries);
    if (held?.safe === thread.safe.size) return held.known;
    const personal = thread.entries.filter(({ kind }) => kind !== 'TEXT' && kind !== 'AMOUNT');
    const known = { values: parts.knownValues({ personal, safe: [...thread.safe] }), notes: createNoteFinder(thread.entries) };
    finders.set(thread.entries, { safe: thread.safe.size, known });
    return known;
  };
  return async (threadId, given, destination, signal) => {
    for (const { text, field } of given) refuseOversize(text, parts.policy.content, field);
    // What counts as safe here has to count so after a restart, or the same text would read differently.
    await parts.vault.addSafe(threadId, [], { store: true });
    const { thread, issued } = await threadFor(parts.vault, threadId, given);
    const known = { ...knownTo(thread), issued };
    const surfaces: Surface[] = [];
    const cuts: (readonly Cut[])[] = [];
    for (const each of given) {
      const findings = await findAll(parts, each, known, signal);
      cuts.push(findings.map((finding) => decide(parts.policy, each, finding, destination, surfaces)));
    }
    const tokens = await parts.vault.tokenise(threadId, surfaces);
    return Promise.all(
      given.map((each, at) => untilStill(parts, each, assemble(each.text, cuts[at] ?? [], tokens), known, destination, signal)),
    );
  };
}

const noTokens: ReadonlySet<string> = new Set();

/** The thread, and what it issued where a text is written in its tokens. Another process may have issued one a moment ago. */
async function threadFor(
  vault: Vault,
  threadId: string,
  given: readonly Given[],
): Promise<{ thread: ThreadValues; issued: Known['issued'] }> {
  const thread = await vault.thread(threadId);
  const used = given.flatMap(({ text, isInTokens }) => (isInTokens ? [...text.matchAll(tokenPattern())].map(([token]) => token) : []));
  if (used.length === 0) return { thread, issued: noTokens };
  const issued = issuedBy(thread);
  if (used.every((token) => issued.has(token))) return { thread, issued };
  const fresh = await vault.thread(threadId, { fresh: true });
  return { thread: fresh, issued: issuedBy(fresh) };
}

/** An erased token still says that somebody stood there. */
function issuedBy({ entries, erased }: ThreadValues): ReadonlySet<string> {
  return new Set([...entries.map(({ token }) => token), ...erased]);
}

const rounds = 4;

/**
 * A mark in the place of a value can bring out what stood in its shadow. Where nothing but marks and bands were put in, the
 * text is looked at again until it stands still; redacting it once more then changes nothing.
 */
async function untilStill(
  parts: RedactorParts,
  each: Given,
  first: RedactedText,
  known: Known,
  destination: Destination,
  signal: AbortSignal | undefined,
): Promise<RedactedText> {
  if (first.spans.length === 0 || first.spans.some((span) => span.with.startsWith('<'))) return first;
  let still = first;
  for (let round = 1; round < rounds; round += 1) {
    const given = { text: still.text, ...(each.isInTokens ? { isInTokens: true } : {}) };
    const surfaces: Surface[] = [];
    const cuts = (await findAll(parts, given, known, signal)).map((found) => decide(parts.policy, given, found, destination, surfaces));
    const next = assemble(still.text, surfaces.length > 0 ? [] : cuts, []);
    if (next.text === still.text) break;
    // Places are told of the text as it came, so later finds only count.
    still = { text: next.text, spans: first.spans, counts: addCounts([still, next]) };
  }
  return still;
}

async function findAll(
  { policy, detector, recogniser }: RedactorParts,
  { text, field, isNumber, isName, all, isInTokens }: Given,
  { values: known, notes, issued }: Known,
  signal: AbortSignal | undefined,
): Promise<readonly Finding[]> {
  if (text.trim() === '') return [];
  if (all) return [{ kind: all, by: 'known', start: 0, end: text.length }];
  const likes = findTokenLike(text);
  const own = isInTokens ? likes.filter(({ form, start, end }) => form === 'exact' && issued.has(text.slice(start, end))) : [];
  const literal = likes
    .filter((like) => !own.includes(like))
    .filter(({ form }) => !isName || form === 'exact' || form === 'bracketed')
    .map((like): Finding => ({ kind: 'TEXT', by: 'literal', start: like.start, end: like.end }));
  const opaque = opaqueRuns(text, policy.content).map((run): Finding => ({ ...run, kind: 'TEXT', by: 'opaque' }));
  const values = known?.find(text) ?? [];
  const found = [...literal, ...opaque, ...notes(text), ...values.map(fromSpan), ...(detector?.detect(text, known) ?? []).map(fromSpan)];
  if (recogniser) found.push(...(await recognised(recogniser, text, field, signal)).map(fromSpan));
  if (found.length === 0) return [];
  const united = unite(text, found, [...(known?.findSafe(text) ?? []), ...own, ...markers(text), ...bandRanges(text)]);
  // A number is one value or none: half of one cannot be replaced.
  return isNumber ? united.slice(0, 1).map((finding) => ({ ...finding, start: 0, end: text.length })) : united;
}

async function recognised(recogniser: Recogniser, text: string, field: string | undefined, signal?: AbortSignal): Promise<readonly Span[]> {
  try {
    return await recogniser.find(text, signal);
  } catch (cause) {
    throw new CountersignError('privacy.blocked', `The recogniser ${recogniser.name} did not answer; nothing was sent`, {
      retry: 'later',
      cause,
      ...(field === undefined ? {} : { field }),
    });
  }
}

const marker = new RegExp(`\\[(?:${tokenKinds.join('|')})\\]`, 'g');

/** `[CARD]` holds nothing any more. */
function markers(text: string): Range[] {
  if (!text.includes('[')) return [];
  return [...text.matchAll(marker)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** What stands in the place of a finding: a text known now, or the token of a surface the vault is about to get. */
function decide(policy: PrivacyPolicy, given: Given, finding: Finding, destination: Destination, surfaces: Surface[]): Cut {
  const { kind, start, end } = finding;
  const value = given.text.slice(start, end);
  const treatment = finding.by === 'opaque' ? policy.content.base64 : treatmentOf(policy, kind, destination);
  switch (treatment) {
    case 'block': {
      const what = finding.by === 'opaque' ? 'A long run of base64 cannot be read' : `The text holds a value of kind ${kind}`;
      const sentence = `${what}; the policy keeps it from ${destination}`;
      throw new CountersignError('privacy.blocked', sentence, given.field === undefined ? {} : { field: given.field });
    }
    case 'pass':
      return { ...finding, with: value };
    case 'drop':
      return { ...finding, with: `[${kind}]` };
    case 'band':
      return { ...finding, with: bandText(kind, value) ?? `[${kind}]` };
    case 'token': {
      const { token: aliasOf } = finding;
      surfaces.push({ kind, value, ...(aliasOf === undefined ? {} : { aliasOf }), ...(given.isNumber ? { isNumber: true as const } : {}) });
      return { ...finding, surface: surfaces.length - 1 };
    }
  }
}

function assemble(text: string, cuts: readonly Cut[], tokens: readonly string[]): RedactedText {
  if (cuts.length === 0) return { text, spans: [], counts: {} };
  const spans: Replacement[] = [];
  const counts: Record<string, number> = {};
  let out = '';
  let at = 0;
  for (const { start, end, kind, by, with: fixed, surface } of cuts) {
    const put = surface === undefined ? (fixed ?? '') : (tokens[surface] ?? '');
    out += text.slice(at, start) + put;
    at = end;
    if (put === text.slice(start, end)) continue;
    spans.push({ kind, start, end, by, with: put });
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return { text: out + text.slice(at), spans, counts };
}

export function addCounts(all: readonly { readonly counts: Readonly<Record<string, number>> }[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const { counts } of all) for (const [kind, count] of Object.entries(counts)) sum[kind] = (sum[kind] ?? 0) + count;
  return sum;
}
