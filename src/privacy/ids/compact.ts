import { digitAt, letterAt } from './checksums.ts';

/**
 * A written number as the validators take it: digits and upper-case letters, without the blanks, dots, dashes and
 * slashes people put between them. Anything else stays and makes it invalid.
 */
export function compact(written: string): string {
  let kept = '';
  let from = 0;
  for (let at = 0; at < written.length; at += 1) {
    if (!separators.has(written.charCodeAt(at))) continue;
    kept += written.slice(from, at);
    from = at + 1;
  }
  return (kept + written.slice(from)).toUpperCase();
}

// Blank, no-break and narrow no-break space, dashes as keyboards and word processors write them.
const separators = new Set(' \u00a0\u202f.-\u2010\u2011\u2013/+'.split('').map((unit) => unit.charCodeAt(0)));

/** Whether a number is written in a form: `9` stands for a digit, `A` for an upper-case letter, the rest for itself. */
export function isWrittenAs(written: string, form: string): boolean {
  if (written.length !== form.length) return false;
  for (let at = 0; at < form.length; at += 1) {
    const wanted = form[at];
    const fits = wanted === '9' ? digitAt(written, at) >= 0 : wanted === 'A' ? letterAt(written, at) >= 0 : written[at] === wanted;
    if (!fits) return false;
  }
  return true;
}
