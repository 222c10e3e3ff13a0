import type { Block } from '../../../src/contracts/answer.ts';

export type Written = { readonly text: string; readonly blocks: readonly Block[] };

/**
 * A message while it is written. Its text says for plain readers what tables and proposals say too: such a passage shows where the
 * block stands, and the block takes its place. What no passage has named yet stands at the end.
 */
export function draftBlocks({ text, blocks }: Written): readonly Block[] {
  const left = [...blocks];
  const done: Block[] = [];
  const said: string[] = [];
  const finishText = (): void => {
    if (said.length > 0) done.push({ type: 'text', text: said.splice(0).join('\n\n'), cites: [] });
  };
  let rest = text.trimStart();
  while (rest !== '') {
    const at = left.findIndex((block) => isAt(plainOf(block), rest));
    const found = left[at] ?? done.find((block) => block.type !== 'text' && isAt(plainOf(block), rest));
    if (found) {
      finishText();
      done.push(...left.splice(0, at + 1));
      // A chart has no words of its own and belongs to what stands before it; blocks that came after a text block stand after it.
      while (left[0] && (left[0].type === 'chart' || (found.type === 'text' && left[0].type !== 'text'))) done.push(...left.splice(0, 1));
      rest = rest.slice(plainOf(found).length).trimStart();
    } else {
      const end = rest.indexOf('\n\n');
      said.push(end === -1 ? rest : rest.slice(0, end));
      rest = end === -1 ? '' : rest.slice(end).trimStart();
    }
  }
  finishText();
  return [...done, ...left];
}

/** The passage stands here, whole or as far as it is written. */
const isAt = (plain: string, rest: string): boolean => plain !== '' && (rest.startsWith(plain) || plain.startsWith(rest.trimEnd()));

/** How the text of a message says a block; the same as the assistant writes it. */
function plainOf(block: Block): string {
  switch (block.type) {
    case 'text':
    case 'notice':
      return block.text.trim();
    case 'table': {
      const lines = block.rows.map(({ cells }) => block.columns.map(({ key }) => cells[key]?.text ?? '').join(' | '));
      const head = block.columns.map(({ label }) => label).join(' | ');
      return [block.title, head, ...lines, ...(block.note === '' ? [] : [block.note])].join('\n').trim();
    }
    case 'proposal':
      return block.changes.map(({ label, before, after }) => `${label}: ${before === '' ? '–' : before} → ${after}`).join('\n');
    case 'chart':
      return '';
  }
}
