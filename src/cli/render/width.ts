const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const printableAscii = /^[\x20-\x7e]*$/;
const wide =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})/u;

/** How many columns a line takes in a terminal: East Asian characters and emoji take two. */
export function width(line: string): number {
  if (printableAscii.test(line)) return line.length;
  let columns = 0;
  for (const { segment } of graphemes.segment(line)) columns += wide.test(segment) ? 2 : 1;
  return columns;
}

/** Cuts a line to so many columns; a cut is shown by an ellipsis. */
export function clip(line: string, columns: number): string {
  if (width(line) <= columns) return line;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(line)) {
    const next = wide.test(segment) ? 2 : 1;
    if (used + next > columns - 1) break;
    kept += segment;
    used += next;
  }
  return `${kept}…`;
}

export function pad(line: string, columns: number, right = false): string {
  const space = ' '.repeat(Math.max(0, columns - width(line)));
  return right ? space + line : line + space;
}

/** Breaks text into lines of at most so many columns, between words where it can. Line breaks of the text stay. */
export function wrap(text: string, columns: number): string[] {
  const limit = Math.max(8, columns);
  return text.split('\n').flatMap((line) => wrapLine(line, limit));
}

function wrapLine(line: string, columns: number): string[] {
  if (width(line) <= columns) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  if (indent.length > 0 && columns - indent.length >= 8)
    return wrapLine(line.trimStart(), columns - indent.length).map((each) => indent + each);
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/(?<= )/)) {
    if (width(current) + width(word.trimEnd()) <= columns) {
      current += word;
      continue;
    }
    if (current !== '') lines.push(current.trimEnd());
    current = word;
    while (width(current.trimEnd()) > columns) {
      const head = firstColumns(current, columns);
      lines.push(head);
      current = current.slice(head.length);
    }
  }
  if (current.trimEnd() !== '') lines.push(current.trimEnd());
  return lines;
}

function firstColumns(text: string, columns: number): string {
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const next = wide.test(segment) ? 2 : 1;
    if (used + next > columns) break;
    kept += segment;
    used += next;
  }
  return kept;
}
