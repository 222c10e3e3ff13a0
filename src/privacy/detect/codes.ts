import type { SpanKind } from '../../contracts/detection.ts';
import { hasIbanShape, ibanLengths, isIban } from '../ids/index.ts';
import type { Announced, Draft } from './draft.ts';
import type { CueKind } from './flags.ts';
import { endOfDisguised } from './spoken-digits.ts';
import { ALL_CAPS, CODE, JOINED, MARK, NUMBER, ONE_LINE, SPACED } from './tokens.ts';

/** A code of letters and digits: an IBAN, perhaps written in groups, or something a cue announces. Returns its last token. */
export function judgeCode(draft: Draft, at: number): number {
  const whole = draft.word(at);
  if (/^[A-Za-z]{2}\d\d/.test(whole)) {
    const last = endOfIban(draft, at, whole.toUpperCase());
    if (last >= 0) {
      draft.take('IBAN', at, last, isIban(joined(draft, at, last)) ? 'checksum' : 'pattern');
      return last;
    }
  }
  const said = draft.announced(at);
  const disguised = said.cue === 'phone' && said.distance === 0 ? endOfDisguised(draft, at) : -1;
  if (disguised >= 0) {
    draft.take('PHONE', at, disguised, 'cue');
    return disguised;
  }
  const tied = said.cue === 'licence' || said.cue === 'passport' ? endOfTied(draft, at) : at;
  const kind = kindOfCode(joined(draft, at, tied), said);
  if (kind !== undefined) draft.take(kind, at, tied, 'cue');
  else if (said.isDocument) draft.keep(at, at);
  return kind === undefined ? at : tied;
}

/** `D245-938-19-203`: over hyphens with nothing around them. */
function endOfTied(draft: Draft, at: number): number {
  const { tokens } = draft;
  let last = at;
  while (draft.isMark(last + 1, 0x2d) && tokens.gap[last + 1] === JOINED && tokens.gap[last + 2] === JOINED && isTiedGroup(draft, last + 2))
    last += 2;
  return last;
}

function isTiedGroup(draft: Draft, at: number): boolean {
  const kind = draft.tokens.kind[at];
  return draft.isFree(at) && (kind === NUMBER || kind === CODE);
}

/** The last token of an account number that begins here, as long as its country says, whole or in groups of four; -1 where it is none. */
function endOfIban(draft: Draft, at: number, start: string): number {
  const { tokens } = draft;
  const wanted = ibanLengths.get(start.slice(0, 2));
  // In a row of short codes only the first can begin an account.
  const isInside = tokens.gap[at] === SPACED && tokens.kind[at - 1] === CODE && tokens.size[at - 1] === 4;
  if (wanted === undefined || isInside) return -1;
  let last = at;
  let length = start.length;
  let isOverLine = false;
  for (let next = nextGroup(draft, last); length < wanted && next > 0; next = nextGroup(draft, last)) {
    const isBelow = tokens.gap[next] === ONE_LINE;
    if (isBelow && isOverLine) break;
    isOverLine ||= isBelow;
    last = next;
    length += tokens.sizeAt(last);
  }
  if (length !== wanted || !hasIbanShape(joined(draft, at, last))) return -1;
  if (isIban(joined(draft, at, last))) return last;
  const said = draft.announced(at);
  return !isOverLine && (!said.isDocument || said.cue === 'iban') ? last : -1;
}

/** The next group of four behind a blank, a hyphen or a line's end; -1 where there is none. */
function nextGroup(draft: Draft, last: number): number {
  const { tokens } = draft;
  const isTied = draft.isMark(last + 1, 0x2d) && tokens.gap[last + 1] === JOINED && tokens.gap[last + 2] === JOINED;
  if (isTied) return isGroupOfFour(draft, last + 2) ? last + 2 : -1;
  const gap = tokens.gapAt(last + 1);
  return (gap === SPACED || gap === ONE_LINE) && isGroupOfFour(draft, last + 1) ? last + 1 : -1;
}

function isGroupOfFour(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const kind = tokens.kindAt(at);
  return draft.isFree(at) && (kind === NUMBER || kind === CODE || tokens.shape[at] === ALL_CAPS) && tokens.sizeAt(at) <= 4;
}

function joined(draft: Draft, first: number, last: number): string {
  let code = '';
  for (let at = first; at <= last; at += 1) if (draft.tokens.kind[at] !== MARK) code += draft.word(at);
  return code.toUpperCase();
}

/** What a cue makes of a code, and how long the code has to be. */
const announcedCodes: Partial<Record<CueKind, { readonly kind: SpanKind; readonly least: number }>> = {
  licence: { kind: 'LICENCE', least: 5 },
  passport: { kind: 'PASSPORT', least: 5 },
  iban: { kind: 'IBAN', least: 12 },
  account: { kind: 'ACCOUNT', least: 6 },
  taxId: { kind: 'TAXID', least: 8 },
};

function kindOfCode(code: string, said: Announced): SpanKind | undefined {
  const rule = announcedCodes[said.cue];
  return rule !== undefined && code.length >= rule.least && said.distance <= 1 ? rule.kind : undefined;
}
