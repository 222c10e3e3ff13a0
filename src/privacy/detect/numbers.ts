import type { CountryCode } from 'libphonenumber-js';
import type { SpanKind } from '../../contracts/detection.ts';
import { isBankAccount, isSortCode } from './accounts.ts';
import { isCardNumber, takeCardsInside } from './cards.ts';
import { judgeCode } from './codes.ts';
import type { Announced, Draft } from './draft.ts';
import type { CueKind } from './flags.ts';
import { gather, startOfGroup, withNextLine, type Group } from './groups.ts';
import { endOfIpv4, isDate, isEndOfSsn, isNumberOfSomebody, isOfUnit, isSsn } from './number-checks.ts';
import { endOfVanity, isPhone, withExtension, type Around } from './phones.ts';
import { CODE, JOINED, MARK, NUMBER, SPACED, WORD } from './tokens.ts';

/** `800` of a free call is the shortest. */
const leastDigits = 3;

/** Finds cards, IBANs, social security and telephone numbers, IP addresses; keeps what a document's word announces. */
export function findNumbers(draft: Draft, countries: readonly CountryCode[], cues: number): void {
  const { tokens } = draft;
  const around: Around = { countries, cues };
  let done = -1;
  for (let each = 0; each < tokens.numbers.size; each += 1) {
    const at = tokens.numbers.at[each] ?? 0;
    if (at <= done || !draft.isFree(at)) continue;
    if (tokens.kind[at] === CODE) {
      done = judgeCode(draft, at);
      continue;
    }
    if (isShortAlone(draft, at)) {
      if (saidOf(draft, at).isDocument) draft.keep(at, at);
      done = at;
      continue;
    }
    const group = withNextLine(draft, gather(draft, startOfGroup(draft, at, done)));
    judge(draft, group, around);
    done = group.last;
  }
}

/** One or two digits and nothing beside them that a number goes on with: too short for any but a document's. */
function isShortAlone(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (tokens.sizeAt(at) >= leastDigits || tokens.isAccented[at] !== 0 || tokens.gap[at] === JOINED) return false;
  return tokens.kind[at - 1] !== MARK && (tokens.kind[at + 1] === WORD || tokens.gapAt(at + 1) > SPACED);
}

function judge(draft: Draft, group: Group, around: Around): void {
  if (group.digits === '') return;
  const said = saidOf(draft, group.first);
  const kind = group.digits.length < leastDigits ? undefined : kindOf(draft, group, said, around);
  if (kind !== undefined) take(draft, kind, group, said);
  else if (said.isDocument && group.lengths.length === 1) draft.keep(group.first, group.last);
  else if (group.between.includes(' ')) judgeParts(draft, group, said, around);
}

function saidOf(draft: Draft, first: number): Announced {
  const said = draft.announced(first);
  if (said.isDocument) return isNumberOfSomebody(draft, first) ? { ...said, isDocument: false } : said;
  return isOfUnit(draft, first) ? { ...said, isDocument: true } : said;
}

function take(draft: Draft, kind: SpanKind, group: Group, said: Announced): void {
  const isChecked = kind === 'CARD' || (kind === 'SSN' && group.digits.length === 9);
  draft.take(kind, group.first, endOf(draft, kind, group, said), isChecked ? 'checksum' : 'pattern');
}

function endOf(draft: Draft, kind: SpanKind, group: Group, said: Announced): number {
  if (kind === 'IP') return endOfIpv4(draft, group, said.cue);
  if (kind !== 'PHONE') return group.last;
  const vanity = endOfVanity(draft, group);
  return vanity >= 0 ? vanity : withExtension(draft, group.last);
}

/** Numbers side by side are no one number: each piece between spaces is looked at by itself. */
function judgeParts(draft: Draft, group: Group, said: Announced, around: Around): void {
  const { tokens } = draft;
  if (takeCardsInside(draft, group)) return judgeRest(draft, group, around);
  let from = group.first;
  for (let at = group.first; at <= group.last; at += 1) {
    const isEnd = at === group.last || tokens.gap[at + 1] === SPACED;
    if (!isEnd) continue;
    // A short number alone is nobody's.
    const isWorth = at > from || tokens.sizeAt(at) >= 7;
    if (isWorth && (from !== group.first || at !== group.last)) judgePart(draft, from, at, said, around);
    from = at + 1;
  }
}

/** What is left of a run beside the cards in it. */
function judgeRest(draft: Draft, group: Group, around: Around): void {
  for (let at = group.first; at <= group.last; at += 1) {
    if (!draft.isFree(at) || draft.tokens.kind[at] !== NUMBER) continue;
    const rest = gather(draft, at);
    judge(draft, rest, around);
    at = Math.max(at, rest.last);
  }
}

function judgePart(draft: Draft, from: number, to: number, said: Announced, around: Around): void {
  const part = gather(draft, from);
  const kind = part.last <= to ? kindOf(draft, part, said, around) : undefined;
  if (kind !== undefined) draft.take(kind, part.first, part.last, 'pattern');
}

function kindOf(draft: Draft, group: Group, said: Announced, around: Around): SpanKind | undefined {
  if (isBehindMore(draft, group.first)) return undefined;
  if (endOfIpv4(draft, group, said.cue) >= 0) return 'IP';
  if (endOfVanity(draft, group) >= 0) return 'PHONE';
  if (isBeforeMore(draft, group.last)) return undefined;
  if (isSortCode(draft, group)) return 'ACCOUNT';
  if (isDate(group)) return undefined;
  if (isAnySsn(draft, group, said)) return 'SSN';
  if (isCardNumber(group, said, around.cues)) return 'CARD';
  if (isPhone(draft, group, said, around)) return 'PHONE';
  return isBankAccount(draft, group, around.cues) ? 'ACCOUNT' : announcedKind(group, said);
}

function isAnySsn(draft: Draft, group: Group, said: Announced): boolean {
  if (said.cue === 'ssn' && group.digits.length === 9) return true;
  return (isSsn(group) && !said.isDocument) || isEndOfSsn(draft, group, said);
}

/** What a cue makes of digits, how many there have to be, and whether points may stand between them. */
const announcedNumbers: Partial<Record<CueKind, { readonly kind: SpanKind; readonly least: number; readonly hasPoints: boolean }>> = {
  licence: { kind: 'LICENCE', least: 5, hasPoints: false },
  passport: { kind: 'PASSPORT', least: 6, hasPoints: true },
  account: { kind: 'ACCOUNT', least: 4, hasPoints: false },
  taxId: { kind: 'TAXID', least: 8, hasPoints: true },
};

function announcedKind({ digits, between }: Group, said: Announced): SpanKind | undefined {
  const rule = announcedNumbers[said.cue];
  if (!rule || said.distance > 1 || digits.length < rule.least) return undefined;
  return rule.hasPoints || !between.includes('.') ? rule.kind : undefined;
}

/** Inside an amount (`12,400.00`), a time, a decimal or a longer code, digits are no number of their own. */
function isBehindMore(draft: Draft, first: number): boolean {
  const { tokens } = draft;
  const before = first - 1;
  if (before < 0 || tokens.gap[first] !== JOINED) return false;
  if (tokens.kind[before] !== MARK) return isLettered(draft, before);
  const unit = tokens.sizeAt(before);
  if (isCommaOrColon(unit)) return tokens.kind[before - 1] === NUMBER;
  if (unit === 0x24 || unit === 0x20ac || unit === 0xa3) return true;
  return (isDashOrSlash(unit) || unit === 0x5f) && isLettered(draft, before - 1) && tokens.gap[before] === JOINED;
}

function isBeforeMore(draft: Draft, last: number): boolean {
  const { tokens } = draft;
  const after = last + 1;
  if (after >= tokens.count || tokens.gap[after] !== JOINED || tokens.kind[after] !== MARK) return false;
  const unit = tokens.sizeAt(after);
  if (unit === 0x25 || unit === 0x5f) return true;
  if (tokens.gap[after + 1] !== JOINED) return false;
  return isCommaOrColon(unit) ? tokens.kind[after + 1] === NUMBER : isDashOrSlash(unit) && isLettered(draft, after + 1);
}

function isCommaOrColon(unit: number): boolean {
  return unit === 0x2c || unit === 0x3a;
}

function isDashOrSlash(unit: number): boolean {
  return unit === 0x2d || unit === 0x2f;
}

function isLettered(draft: Draft, at: number): boolean {
  return draft.tokens.kind[at] === WORD || draft.tokens.kind[at] === CODE;
}
