/**
 * Text from a server is data, never a command to the terminal: escape sequences could clear the screen, forge a diff or
 * retitle the window, and direction marks could show a sentence in another order than it is stored.
 */
const unseen =
  // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|[\ud800-\udfff]/gu;

/** Text that may go to a terminal: line breaks stay, everything else without a shape is written out as `\x1b`. */
export function safeText(value: unknown): string {
  return plain(value).replaceAll('\r\n', '\n').replaceAll('\t', '    ').replaceAll(unseen, written);
}

/** The same on one line, for tables and sentences. */
export function safeLine(value: unknown): string {
  return safeText(value).replaceAll('\n', ' ⏎ ');
}

/** JSON on one document; what a terminal would act on is written as `\u…`, so it parses to the very same value. */
export function safeJson(value: unknown, indent = 2): string {
  return (JSON.stringify(value, null, indent) ?? 'null').replaceAll(unseen, (found) =>
    [...Array(found.length).keys()].map((index) => `\\u${found.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''),
  );
}

function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : JSON.stringify(value);
}

function written(found: string): string {
  const point = found.codePointAt(0) ?? 0;
  if (point < 0x100) return `\\x${point.toString(16).padStart(2, '0')}`;
  return point < 0x10000 ? `\\u${point.toString(16).padStart(4, '0')}` : `\\u{${point.toString(16)}}`;
}
