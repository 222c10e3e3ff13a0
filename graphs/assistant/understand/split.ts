import { rank, signsOf, type Ranked } from './classify.ts';
import { findEntities, type Entities, type Mention } from './entities.ts';

export type Clause = { readonly text: string; readonly entities: Entities; readonly ranked: readonly Ranked[] };

const joint =
  /[?!.;]+(?=\s|$)|,?\s+(?:and also|and then|and|also|plus|as well as|und außerdem|und auch|und dann|und|außerdem|sowie|et aussi|et|y también|y)\s+/giu;

/**
 * A message as the questions in it. Sentences are questions of their own; `and` parts two only where both sides ask something
 * by themselves, so that "stock and orders of X" stays one and "status of A and credit of B" becomes two.
 */
export function splitClauses(text: string, mentions: readonly Mention[], today: string): readonly Clause[] {
  const clauseOf = (start: number, end: number): Clause => {
    const lead = /^\s*/.exec(text.slice(start, end))?.[0].length ?? 0;
    const from = start + lead;
    const piece = text.slice(from, end).trimEnd();
    const within = mentions
      .filter((each) => each.start >= from && each.end <= end)
      .map((each) => ({ ...each, start: each.start - from, end: each.end - from }));
    const entities = findEntities(piece, within, today);
    return { text: piece, entities, ranked: rank(signsOf(piece, entities)) };
  };
  const clauses: Clause[] = [];
  let start = 0;
  // What stands behind a colon or in quotes is to be written down as it is.
  const whole = clauseOf(0, text.length);
  if (whole.entities.quote !== undefined) return [whole];
  for (const match of text.matchAll(joint)) {
    if (mentions.some((each) => each.start < match.index && match.index < each.end)) continue;
    const behind = match.index + match[0].length;
    if (isStop(match[0])) {
      if (isOrdinal(text.slice(0, match.index), match[0])) continue;
      if (text.slice(start, match.index).trim() !== '') clauses.push(clauseOf(start, match.index));
      start = behind;
      continue;
    }
    const left = clauseOf(start, match.index);
    const stop = /[?!;]|\.(?=\s|$)/.exec(text.slice(behind));
    const right = clauseOf(behind, stop ? behind + stop.index : text.length);
    if (!asksItself(left) || !asksItself(right) || !differs(left, right)) continue;
    clauses.push(left);
    start = behind;
  }
  if (text.slice(start).trim() !== '') clauses.push(clauseOf(start, text.length));
  return withoutCourtesies(clauses);
}

function isStop(joint: string): boolean {
  return /[?!;]/.test(joint) || /^\.+$/.test(joint);
}

/** `12. Juni` goes on; a document's number is longer. */
function isOrdinal(before: string, joint: string): boolean {
  return joint === '.' && /(?<![\p{L}\d-])\d{1,2}$/u.test(before);
}

/** Courtesies around a question are no questions. */
function withoutCourtesies(clauses: readonly Clause[]): readonly Clause[] {
  const asking = clauses.filter(({ ranked }) => !['greet', 'thanks', 'bye'].includes(ranked[0]?.intent.id ?? ''));
  return asking.some(({ ranked }) => (ranked[0]?.score ?? 0) >= 2) ? asking : clauses;
}

function asksItself({ ranked }: Clause): boolean {
  return (ranked[0]?.score ?? 0) >= 1.8;
}

/** Another question, or the same of another thing. */
function differs(left: Clause, right: Clause): boolean {
  const named = ({ entities: e }: Clause): string =>
    JSON.stringify([e.orders.map(({ id }) => id), e.customers.map(({ keys }) => keys), e.materials.map(({ keys }) => keys)]);
  return left.ranked[0]?.intent.id !== right.ranked[0]?.intent.id || named(left) !== named(right);
}
