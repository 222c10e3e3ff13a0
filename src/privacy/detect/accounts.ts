import { hasBicShape } from '../ids/index.ts';
import { FREE, type Draft } from './draft.ts';
import { ANY_LANGUAGE, cue, DOCUMENT } from './flags.ts';
import type { Group } from './groups.ts';
import { MARK, NUMBER, SPACED, WORD } from './tokens.ts';

/** `BIC COBADEFFXXX`, `SWIFT: DEUTDEFF`: letters in capitals behind a word of banks. A code with digits is judged with the codes. */
export function bic(draft: Draft, at: number): void {
  const { tokens } = draft;
  let next = at + 1;
  while (next - at < 4 && tokens.gapAt(next) <= SPACED && !isOfBicLength(draft, next)) next += 1;
  if (tokens.kind[next] !== WORD || draft.owner[next] !== FREE || tokens.gapAt(next) > SPACED) return;
  // `SWIFT DELIVERY` has the shape too.
  if (hasBicShape(draft.word(next)) && !tokens.says(next, ANY_LANGUAGE)) draft.take('ACCOUNT', next, next, 'cue');
}

function isOfBicLength(draft: Draft, at: number): boolean {
  return draft.tokens.sizeAt(at) === 8 || draft.tokens.sizeAt(at) === 11;
}

/** `CVV 123`, `CVC: 987`. */
export function securityCode(draft: Draft, at: number): void {
  const { tokens } = draft;
  for (let next = at + 1; next - at < 5 && tokens.gapAt(next) <= SPACED; next += 1) {
    if (tokens.kind[next] !== NUMBER) continue;
    const isCode = tokens.sizeAt(next) === 3 || tokens.sizeAt(next) === 4;
    if (isCode && draft.owner[next] === FREE) draft.take('CARD', next, next, 'cue');
    return;
  }
}

/** `sort code 20-00-00`, `sort code: 200000`. */
export function isSortCode(draft: Draft, { first, digits, lengths }: Group): boolean {
  if (digits.length !== 6 || (lengths.length !== 1 && lengths.join() !== '2,2,2')) return false;
  const code = draft.tokens.kind[first - 1] === MARK ? first - 2 : first - 1;
  return draft.tokens.cues[code - 1] === cue.sortCode && /^codes?$/i.test(draft.word(code));
}

/** `Account number 12345678` where the text speaks of banks; an account of a ledger or a customer is none. `cues`: a bit each. */
export function isBankAccount(draft: Draft, { first, digits, between }: Group, cues: number): boolean {
  if ((cues & ((1 << cue.sortCode) | (1 << cue.account) | (1 << cue.iban))) === 0) return false;
  if (digits.length < 6 || digits.length > 12 || /[^ -]/.test(between)) return false;
  const behind = draft.tokens.kind[first - 1] === MARK ? first - 2 : first - 1;
  const account = /^(?:number|no|nr|num)$/i.test(draft.word(behind)) ? behind - 1 : -1;
  return account >= 0 && /^(?:account|acct)$/i.test(draft.word(account)) && !draft.tokens.says(account - 1, DOCUMENT);
}
