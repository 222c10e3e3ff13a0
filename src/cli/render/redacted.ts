import type { TokenKind } from '../../contracts/token-kinds.ts';
import type { Evidence } from '../../contracts/detection.ts';
import type { FoundSpan, RedactedText } from '../../contracts/redaction.ts';
import type { Paint } from './paint.ts';
import { safeText } from './safe.ts';
import { table } from './table.ts';

/**
 * The redacted text line by line, a box such as `[PERSON 5]` in place of each token. Built from the redacted text alone:
 * what is not here cannot be shown. A value that went over lines is one box.
 */
export function renderBoxes({ text, spans }: RedactedText, paint: Paint): string[] {
  let shown = '';
  let at = 0;
  let before = 0;
  for (const { type, start, end } of spans) {
    // Between two spans the redacted text is the original, unit for unit; a token ends with its bracket.
    const token = at + start - before;
    shown += safeText(text.slice(at, token)) + paint[colourOf(type)](`[${type} ${end - start}]`);
    at = text.indexOf('>', token) + 1;
    before = end;
  }
  return (shown + safeText(text.slice(at))).replace(/\n$/, '').split('\n');
}

export type Tally = {
  add(spans: readonly FoundSpan[]): void;
  rows(): readonly TallyRow[];
};
type TallyRow = { readonly type: TokenKind; count: number; readonly by: Map<Evidence, number> };

export function createTally(): Tally {
  const rows = new Map<TokenKind, TallyRow>();
  return {
    add(spans) {
      for (const { type, by } of spans) {
        const row = rows.get(type) ?? { type, count: 0, by: new Map() };
        rows.set(type, row);
        row.count += 1;
        row.by.set(by, (row.by.get(by) ?? 0) + 1);
      }
    },
    rows: () => [...rows.values()].toSorted((a, b) => b.count - a.count || a.type.localeCompare(b.type)),
  };
}

export function renderTally(tally: Tally, columns: number, paint: Paint): string {
  const rows = tally.rows();
  if (rows.length === 0) return 'nothing found\n';
  const shown = [
    { head: 'type', value: (row: TallyRow) => row.type, keep: true, colour: (row: TallyRow) => colourOf(row.type) },
    { head: 'count', value: (row: TallyRow) => row.count, right: true, keep: true },
    { head: 'found by', value: (row: TallyRow) => [...row.by].map(([by, count]) => `${evidence[by]} ${count}`).join(', ') },
  ];
  return table(rows, shown, columns, paint);
}

const evidence: Readonly<Record<Evidence, string>> = {
  known: 'known value',
  checksum: 'check digits',
  pattern: 'its form',
  cue: 'a word beside it',
  list: 'lists of names',
  shape: 'how it is written',
  model: 'a model',
};

const who: readonly TokenKind[] = ['PERSON', 'ORG', 'USERNAME', 'AGE', 'BIRTHDATE', 'ORIGIN'];
const where: readonly TokenKind[] = ['PLACE', 'ADDRESS', 'ZIP', 'IP', 'URL'];
const reach: readonly TokenKind[] = ['EMAIL', 'PHONE'];

/** Who, where, how to reach them; everything else opens a door or an account. */
function colourOf(type: TokenKind): keyof Paint {
  if (who.includes(type)) return 'cyan';
  if (where.includes(type)) return 'green';
  return reach.includes(type) ? 'yellow' : 'red';
}
