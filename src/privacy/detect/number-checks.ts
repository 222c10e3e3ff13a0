import type { CueKind } from './flags.ts';

type Grouped = { readonly digits: string; readonly lengths: readonly number[]; readonly between: string; readonly first: number };

export function isIpv4(_: string, group: Grouped, cue: CueKind, wordAt: (at: number) => string): boolean {
  if (cue === 'version' || group.lengths.length !== 4) return false;
  let highest = 0;
  let lowest = 255;
  for (let octet = 0; octet < 4; octet += 1) {
    const text = wordAt(group.first + octet * 2);
    if (text.length > 3 || Number(text) > 255 || (text.length > 1 && text.startsWith('0'))) return false;
    highest = Math.max(highest, Number(text));
    lowest = Math.min(lowest, Number(text));
  }
  // A version has small parts: without a word for it, some part must be too large or none small.
  return cue === 'ip' || cue === 'address' || highest >= 100 || lowest >= 10;
}

/** US social security numbers: no area 000, 666 or above 899, no group 00, no serial 0000 (SSA, since 2011). */
export function isSsn({ digits, lengths, between }: Grouped): boolean {
  if (lengths.join() !== '3,2,4' || (between !== '--' && between !== '  ')) return false;
  const area = digits.slice(0, 3);
  return area !== '000' && area !== '666' && digits.slice(3, 5) !== '00' && digits.slice(5) !== '0000';
}

export function hasCardLength(digits: string): boolean {
  return digits.length >= 12 && digits.length <= 19;
}
