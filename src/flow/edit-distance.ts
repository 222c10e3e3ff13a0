/** More words than this are compared by their beginning; a note in a business system has fewer. */
const mostWords = 2000;

/**
 * How much of the texts a person changed: words inserted, deleted or replaced over the words of the longer side, from 0 (as it
 * was) to 1. Only texts that differ count; a number or a date among them is a word.
 */
export function editDistance(before: unknown, after: unknown): number {
  let changed = 0;
  let of = 0;
  for (const [was, is] of changedTexts(before, after)) {
    const [left, right] = [wordsOf(was), wordsOf(is)];
    changed += levenshtein(left, right);
    of += Math.max(left.length, right.length);
  }
  return of === 0 ? 0 : changed / of;
}

function changedTexts(before: unknown, after: unknown): [string, string][] {
  if (typeof before === 'string' || typeof after === 'string') {
    const [was, is] = [textOf(before), textOf(after)];
    return was === is ? [] : [[was, is]];
  }
  const [left, right] = [membersOf(before), membersOf(after)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((name) => changedTexts(left.get(name), right.get(name)));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const membersOf = (value: unknown): ReadonlyMap<string, unknown> =>
  new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);

/** Words, tokens such as <PERSON_1>, and each mark by itself. */
function wordsOf(text: string): readonly string[] {
  return (text.normalize('NFC').match(/<[A-Z]+_\d+>|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? []).slice(0, mostWords);
}

function levenshtein(left: readonly string[], right: readonly string[]): number {
  let row = right.map((_, at) => at + 1);
  for (const [down, word] of left.entries()) {
    let diagonal = down;
    let beside = down + 1;
    row = row.map((above, at) => {
      const best = Math.min(above + 1, beside + 1, diagonal + (word === right[at] ? 0 : 1));
      diagonal = above;
      beside = best;
      return best;
    });
  }
  return row.at(-1) ?? left.length;
}
