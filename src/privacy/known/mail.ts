import { isSoftGap } from './context.ts';
import { deskNames, isOrdinary } from './everyday-words.ts';
import type { Holder, Whole } from './model.ts';
import { lettersOf, type Words } from './scan.ts';
import { compact, wordsOf } from './spelling.ts';

const atWords: ReadonlySet<string> = new Set(['at', 'arroba', 'arobase', 'chiocciola', 'apenstaartje', 'a']);
const dotWords: readonly string[] = ['dot', 'punkt', 'punto', 'point', 'punt'];

/** The whole address, and its local part, alone or with the domain spelled behind it. */
export function mailWholes(holder: Holder, value: string): readonly Whole[] {
  const at = value.lastIndexOf('@');
  const common = { needsMark: false, holder, strength: 3 as const, grouping: 'words' as const };
  if (at < 1) return [{ ...common, letters: compact(value) }];
  const local = value.slice(0, at);
  const domain = wordsOf(value.slice(at + 1));
  const letters = compact(local);
  const isDesk = deskNames.has(local.toLowerCase()) || isOrdinary(letters) || !/\p{L}/u.test(letters);
  const spoken = local.includes('.') ? dotWords.map((dot) => compact(local.replaceAll('.', ` ${dot} `))) : [];
  return [
    { ...common, letters: compact(value) },
    { ...common, letters, strength: 1, domain, needsDomain: isDesk || letters.length < 4 },
    ...spoken.map((written) => ({ ...common, letters: written, domain, needsDomain: true })),
  ];
}

/** The last word of the domain behind a local part, or undefined: `at acme dot com`, `(at)acme.com`. */
export function domainEnd(words: Words, last: number, domain: readonly string[]): number | undefined {
  let word = last + 1;
  if (word >= words.count || !isSoftGap(words, last)) return undefined;
  if (atWords.has(lettersOf(words, word))) word += 1;
  else if (!words.text.slice(words.ends[last], words.starts[word]).includes('@')) return undefined;
  for (const [at, expected] of domain.entries()) {
    if (at > 0 && word < words.count && dotWords.includes(lettersOf(words, word))) word += 1;
    if (word >= words.count || !isSoftGap(words, word - 1) || lettersOf(words, word) !== expected) return undefined;
    word += 1;
  }
  return word - 1;
}
