import type { SpanKind } from '../../contracts/detection.ts';
import { hasIbanShape, ibanLengths, isIban } from '../ids/index.ts';
import type { Announced, Draft } from './draft.ts';
import type { CueKind } from './flags.ts';
import { ALL_CAPS, CODE, NUMBER, SPACED } from './tokens.ts';

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
  const kind = kindOfCode(whole, said);
  if (kind !== undefined) draft.take(kind, at, at, 'cue');
  else if (said.isDocument) draft.keep(at, at);
  return at;
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
  while (length < wanted && tokens.gap[last + 1] === SPACED && isGroupOfFour(draft, last + 1)) {
    last += 1;
    length += tokens.sizeAt(last);
  }
  if (length !== wanted || !hasIbanShape(joined(draft, at, last))) return -1;
  const said = draft.announced(at);
  return isIban(joined(draft, at, last)) || !said.isDocument || said.cue === 'iban' ? last : -1;
}

function isGroupOfFour(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const kind = tokens.kindAt(at);
  return draft.isFree(at) && (kind === NUMBER || kind === CODE || tokens.shape[at] === ALL_CAPS) && tokens.sizeAt(at) <= 4;
}

function joined(draft: Draft, first: number, last: number): string {
  let code = '';
  for (let at = first; at <= last; at += 1) code += draft.word(at);
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
