import type { Json } from 'countersign';

/** Members kept of a list or an object, at the top and below it: long runs of numbers go before whole members do. */
const steps: readonly (readonly [top: number, inner: number])[] = [
  [Number.POSITIVE_INFINITY, 50],
  [Number.POSITIVE_INFINITY, 12],
  [Number.POSITIVE_INFINITY, 3],
  [50, 3],
  [25, 3],
  [12, 2],
  [6, 1],
  [3, 1],
  [1, 1],
];
const longestWord = 200;

/**
 * JSON text of at most `max` characters (100 or more). What does not fit is left out from the end, and `cut` says in its place
 * how many members, or of a word how many characters, are missing.
 */
export function fit(value: Json, max: number): string {
  const whole = JSON.stringify(value);
  if (whole.length <= max) return whole;
  for (const [top, inner] of steps) {
    const shorter = JSON.stringify(shortened(value, top, inner));
    if (shorter.length <= max) return shorter;
  }
  return JSON.stringify({ cut: whole.length });
}

function shortened(value: Json, keep: number, below = keep): Json {
  if (typeof value === 'string') return shortWord(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) {
    const kept = value.slice(0, keep).map((each) => shortened(each, below));
    return value.length > keep ? [...kept, { cut: value.length - keep }] : kept;
  }
  const members = Object.entries(value);
  const kept = members.slice(0, keep).map(([name, each]): [string, Json] => [name, shortened(each, below)]);
  return Object.fromEntries(members.length > keep ? [...kept, ['cut', members.length - keep]] : kept);
}

/** By characters, so that none is torn in two. */
function shortWord(text: string): Json {
  const letters = Array.from(text);
  return letters.length <= longestWord ? text : { cut: letters.length - longestWord, begins: letters.slice(0, longestWord).join('') };
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
