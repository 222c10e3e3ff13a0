/** Text that stays text in Markdown: on one line, with nothing in it that formats, links or opens a tag. */
export function plain(content: string): string {
  return content
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>|~#]/g, (sign) => (sign === '<' ? '&lt;' : sign === '>' ? '&gt;' : `\\${sign}`));
}

/** A name as code; what would end the code or the cell is replaced. */
export function code(name: string): string {
  const kept = name.replace(/\s+/g, ' ').trim().replaceAll('`', "'").replaceAll('|', '\\|');
  return kept === '' ? '–' : `\`${kept}\``;
}

/** Cells are Markdown already. A table without rows is nothing at all. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  return [`| ${head.join(' | ')} |`, `|${head.map(() => '---|').join('')}`, ...rows.map((cells) => `| ${cells.join(' | ')} |`), ''];
}
