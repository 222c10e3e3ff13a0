import { CountersignError } from '../contracts/errors.ts';
import type { ContentRules } from '../contracts/privacy-policy.ts';
import type { Range } from './spans.ts';

const alphabet = '[A-Za-z0-9+/_-]';
// One long run, or lines of at least forty characters as mail programs break them.
const runs = new RegExp(
  `(?:data:[\\w.+/-]+;base64,)?(?:${alphabet}{40,}\\r?\\n)*${alphabet}{33,}={0,2}(?:\\r?\\n(?=[^\\r\\n]*[\\d=+/])${alphabet}{1,76}={0,2}(?=\\r?\\n|$))?`,
  'g',
);

/** Runs of base64 longer than the policy lets pass unread. A run without digit or capital is a word or a rule of dashes. */
export function opaqueRuns(text: string, { base64, base64Over }: ContentRules): readonly Range[] {
  if (base64 === 'pass' || text.length <= base64Over) return [];
  return [...text.matchAll(runs)].flatMap((match) => {
    const isOpaque = match[0].length > base64Over && /[A-Z]/.test(match[0]) && /[a-z0-9]/.test(match[0]);
    return isOpaque ? [{ start: match.index, end: match.index + match[0].length }] : [];
  });
}

export function refuseOversize(text: string, { maxTextBytes }: ContentRules, field: string | undefined): void {
  // A UTF-16 unit is at least one byte, so most texts need no counting.
  if (text.length * 3 <= maxTextBytes || Buffer.byteLength(text) <= maxTextBytes) return;
  const sentence = `A text is longer than the ${maxTextBytes} bytes the policy lets through`;
  throw new CountersignError('privacy.blocked', sentence, field === undefined ? {} : { field });
}
