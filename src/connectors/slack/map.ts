import type { ButtonValue, Card } from '../../contracts/channels.ts';

export const approveAction = 'countersign.approve';
export const rejectAction = 'countersign.reject';
export const reasonBlock = 'reason';

type Block = Readonly<Record<string, unknown>>;

/** Slack reads these three as markup; everything else is text. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
const words = (text: string, length: number): Block => ({ type: 'plain_text', text: cut(text, length), emoji: false });
const section = (text: string): Block => ({ type: 'section', text: { type: 'mrkdwn', text: cut(text, 2900), verbatim: true } });

/** A message has fifty blocks at most; the writes beyond these are behind the link. */
const mostWrites = 20;

/** An approval as Block Kit: what would change in which system, why somebody is asked, and, while it waits, two buttons. */
export function cardBlocks(card: Card): readonly Block[] {
  const { asked } = card;
  const facts = [
    `*Asked of* ${escaped(asked.role)}${asked.needed > 1 ? `, ${asked.votes} of ${asked.needed}` : ''}: ${escaped(asked.reason)}`,
    ...(card.amount === undefined ? [] : [`*Amount* ${escaped(card.amount)}`]),
    ...card.reasons.map((reason) => `• ${escaped(reason)}`),
  ];
  const left = card.writes.length - mostWrites;
  return [
    { type: 'header', text: words(card.title, 150) },
    section(facts.join('\n')),
    ...card.writes
      .slice(0, mostWrites)
      .map((write) =>
        section(
          [
            `*${escaped(write.title)}* (${escaped(write.target)})`,
            ...write.changes.map(({ label, before, after }) => `${escaped(label)}: ${escaped(before)} → ${escaped(after)}`),
          ].join('\n'),
        ),
      ),
    ...(left > 0 ? [section(`and ${left} more`)] : []),
    ...(card.status === 'waiting' ? [buttons(card)] : []),
    { type: 'context', elements: [words(footer(card), 290)] },
  ];
}

function footer(card: Card): string {
  const by = card.closedBy === undefined ? '' : ` by ${card.closedBy}`;
  return card.status === 'waiting'
    ? `${card.approval} · until ${card.expiresAt} · proposal ${card.hash.slice(0, 12)}`
    : `${card.approval} · ${card.status}${by}`;
}

function buttons(card: Card): Block {
  const value = JSON.stringify({ a: card.approval, h: card.hash } satisfies ButtonValue);
  return {
    type: 'actions',
    block_id: 'countersign',
    elements: [
      { type: 'button', action_id: approveAction, style: 'primary', text: words('Approve', 75), value },
      { type: 'button', action_id: rejectAction, style: 'danger', text: words('Reject', 75), value },
      ...(card.link === undefined ? [] : [{ type: 'button', action_id: 'countersign.open', text: words('Open', 75), url: card.link }]),
    ],
  };
}

/** Asks for the reason of a no; which approval and which proposal it is about travels with it. */
export function reasonView(value: ButtonValue): unknown {
  return {
    type: 'modal',
    callback_id: rejectAction,
    private_metadata: JSON.stringify(value),
    title: words('Reject', 24),
    submit: words('Reject', 24),
    close: words('Back', 24),
    blocks: [
      {
        type: 'input',
        block_id: reasonBlock,
        label: words('Why? It goes to the record of the decision.', 200),
        element: { type: 'plain_text_input', action_id: reasonBlock, multiline: true, min_length: 1, max_length: 2000 },
      },
    ],
  };
}

/** Tells the one who pressed a button why nothing came of it. */
export function messageView(text: string): unknown {
  return {
    type: 'modal',
    title: words('Countersign', 24),
    close: words('Close', 24),
    blocks: [{ type: 'section', text: words(text, 2900) }],
  };
}

/** Text for those whose client shows no blocks, and for notifications. */
export const plainText = (text: string): string => cut(escaped(text), 3000);
