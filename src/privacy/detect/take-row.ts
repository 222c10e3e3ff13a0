import type { SpanKind } from '../../contracts/detection.ts';
import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import type { Manner } from './manner.ts';
import { rememberName } from './repeated.ts';
import type { Row, Scene } from './rows.ts';
import { behindTitle, withParticles } from './titles.ts';
import { ALL_LOWER, JOINED, ONE_LINE, SPACED } from './tokens.ts';

const point = 0x2e;

/** Adds a span over the words of a row, with the particles in front of a person's name and the point of a last initial. */
export function takeRow({ draft, manner }: Scene, row: Row, kind: SpanKind, from: number, to: number): void {
  let first = row.at[from];
  let last = row.at[to];
  if (first === undefined || last === undefined) return;
  const { tokens } = draft;
  if (kind === 'PERSON') {
    rememberName(draft, first, last);
    first = frontOf(draft, first, manner);
  }
  // The point of an initial at the end belongs to it.
  if (tokens.sizeAt(last) === 1 && draft.isMark(last + 1, point) && tokens.gap[last + 1] === JOINED) last += 1;
  else if (isBrokenByHyphen(draft, last)) last += 2;
  draft.take(kind, first, last, kind === 'PLACE' ? 'list' : 'shape');
}

/** `Whit-` at the end of a line, `field` at the start of the next. */
function isBrokenByHyphen(draft: Draft, last: number): boolean {
  const { tokens } = draft;
  const next = last + 2;
  return (
    draft.isMark(last + 1, 0x2d) && tokens.gap[last + 1] === JOINED && tokens.gap[next] === ONE_LINE && tokens.shape[next] === ALL_LOWER
  );
}

/** `van den Heuvel`: particles behind a title, or in small letters where they are no words of the text's language. */
function frontOf(draft: Draft, first: number, manner: Manner): number {
  const front = behindTitle(draft, first);
  if (front >= 0) return front;
  const particles = withParticles(draft, first);
  if (particles < first && isPartOfName(draft, particles, first, manner)) return particles;
  let start = first;
  while (isLooseParticle(draft, start - 1, manner) && draft.tokens.gapAt(start) === SPACED) start -= 1;
  return start;
}

/**
 * Dutch and German particles: several together (`van der Berg`), one behind a preposition or at the start (`met van Doorn`),
 * and a `de`, which no name has as an article.
 */
function isPartOfName(draft: Draft, particle: number, first: number, manner: Manner): boolean {
  const { tokens } = draft;
  if ((manner.languages & (has.NL | has.DE)) === 0 || tokens.sizeAt(particle) < 2) return false;
  if (first - particle > 1 || draft.word(particle).toLowerCase() === 'de') return true;
  const before = particle - 1;
  return (
    tokens.gapAt(particle) >= ONE_LINE || (tokens.shapeAt(before) === ALL_LOWER && tokens.says(before, has.FUNCTION_WORD | has.PERSON_CUE))
  );
}

function isLooseParticle(draft: Draft, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  if (at < 0 || tokens.shape[at] !== ALL_LOWER || !tokens.says(at, has.PARTICLE)) return false;
  const isWord = tokens.says(at, has.FUNCTION_WORD) && tokens.says(at, manner.languages);
  return !isWord && draft.isFree(at) && tokens.sizeAt(at) > 1;
}
