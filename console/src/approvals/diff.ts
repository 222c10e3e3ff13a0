import type { WriteView } from '../../../src/contracts/services.ts';

export type Change = WriteView['changes'][number];
export type Piece = { readonly kind: 'same' | 'gone' | 'new'; readonly text: string };

export const isChanged = (change: Change): boolean => canonical(change.now) !== canonical(change.after);

/** How a value reads: text as it is, nothing as an empty text, everything else as JSON. */
export const shown = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

const canonical = (value: unknown): string => JSON.stringify(value) ?? '';
const longest = 400;

/**
 * Two texts word by word: what stays, what goes, what comes. Texts of many words, and texts that share less than a third, are
 * shown whole, one after the other: marks in every line help nobody.
 */
export function wordDiff(before: string, after: string): readonly Piece[] {
  const [old, fresh] = [words(before), words(after)];
  const whole: readonly Piece[] = [
    { kind: 'gone' as const, text: before },
    { kind: 'new' as const, text: after },
  ].filter(({ text }) => text !== '');
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  if (old.length > longest || fresh.length > longest) return whole;
  const pieces = walk(old, fresh, lengths(old, fresh));
  const kept = pieces.filter(({ kind }) => kind === 'same').reduce((sum, { text }) => sum + text.trim().length, 0);
  return kept * 3 < Math.max(before.length, after.length) ? whole : pieces;
}

const words = (text: string): readonly string[] => text.match(/\s+|[^\s]+/g) ?? [];

/** Row i, column j: how many words the rests from there have in common, in order. */
function lengths(old: readonly string[], fresh: readonly string[]): readonly Uint16Array[] {
  const rows = Array.from({ length: old.length + 1 }, () => new Uint16Array(fresh.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const row = rows[i];
      if (row) row[j] = old[i] === fresh[j] ? at(rows, i + 1, j + 1) + 1 : Math.max(at(rows, i + 1, j), at(rows, i, j + 1));
    }
  return rows;
}

const at = (rows: readonly Uint16Array[], i: number, j: number): number => rows[i]?.[j] ?? 0;

function walk(old: readonly string[], fresh: readonly string[], rows: readonly Uint16Array[]): readonly Piece[] {
  const pieces: { kind: Piece['kind']; text: string }[] = [];
  const add = (kind: Piece['kind'], text: string): void => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else pieces.push({ kind, text });
  };
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    const [left, right] = [old[i], fresh[j]];
    if (left !== undefined && left === right) {
      add('same', left);
      i += 1;
      j += 1;
    } else if (left !== undefined && (right === undefined || at(rows, i + 1, j) >= at(rows, i, j + 1))) {
      add('gone', left);
      i += 1;
    } else {
      add('new', right ?? '');
      j += 1;
    }
  }
  return pieces;
}
