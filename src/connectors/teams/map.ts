import type { ButtonValue, Card } from '../../contracts/channels.ts';

export const approveVerb = 'countersign.approve';
export const rejectVerb = 'countersign.reject';
export const cardType = 'application/vnd.microsoft.card.adaptive';

type Element = Readonly<Record<string, unknown>>;

/** Adaptive Cards read a little Markdown in texts; these begin it. */
const escaped = (text: string): string => text.replaceAll(/[\\`*_[\]()#<>]/g, (mark) => `\\${mark}`);
const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
const words = (text: string, more: Element = {}): Element => ({ type: 'TextBlock', text: cut(escaped(text), 2000), wrap: true, ...more });
const facts = (rows: readonly (readonly [string, string])[]): Element => ({
  type: 'FactSet',
  facts: rows.map(([title, value]) => ({ title: cut(escaped(title), 200), value: cut(escaped(value), 1000) })),
});

/** A card is cut at 28 KB by Teams; the writes beyond these are behind the link. */
const mostWrites = 12;

/** An approval as an Adaptive Card: what would change in which system, why somebody is asked, and, while it waits, what to say. */
export function adaptiveCard(card: Card): Element {
  const { asked } = card;
  const left = card.writes.length - mostWrites;
  const by = card.closedBy === undefined ? '' : ` by ${card.closedBy}`;
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      words(card.title, { size: 'Large', weight: 'Bolder' }),
      facts([
        ['Asked of', `${asked.role}${asked.needed > 1 ? `, ${asked.votes} of ${asked.needed}` : ''}`],
        ['Because', asked.reason],
        ...(card.amount === undefined ? [] : [['Amount', card.amount] as const]),
        ['Status', card.status === 'waiting' ? `waiting until ${card.expiresAt}` : `${card.status}${by}`],
      ]),
      ...card.reasons.map((reason) => words(`• ${reason}`)),
      ...card.writes
        .slice(0, mostWrites)
        .flatMap((write) => [
          words(`${write.title} (${write.target})`, { weight: 'Bolder', spacing: 'Medium' }),
          facts(write.changes.map(({ label, before, after }) => [label, `${before} → ${after}`] as const)),
        ]),
      ...(left > 0 ? [words(`and ${left} more`)] : []),
      words(`${card.approval} · proposal ${card.hash.slice(0, 12)}`, { isSubtle: true, size: 'Small' }),
    ],
    actions: [
      ...(card.status === 'waiting' ? decisions(card) : []),
      ...(card.link === undefined ? [] : [{ type: 'Action.OpenUrl', title: 'Open', url: card.link }]),
    ],
  };
}

function decisions(card: Card): readonly Element[] {
  const data: ButtonValue = { a: card.approval, h: card.hash };
  const reason = {
    type: 'Input.Text',
    id: 'reason',
    label: 'Why? It goes to the record of the decision.',
    isMultiline: true,
    isRequired: true,
    errorMessage: 'A no says why',
    maxLength: 2000,
  };
  return [
    { type: 'Action.Execute', title: 'Approve', verb: approveVerb, style: 'positive', data, associatedInputs: 'none' },
    {
      type: 'Action.ShowCard',
      title: 'Reject',
      card: {
        type: 'AdaptiveCard',
        body: [reason],
        actions: [{ type: 'Action.Execute', title: 'Reject', verb: rejectVerb, style: 'destructive', data }],
      },
    },
  ];
}

/** What the one who pressed a button sees: the card as it now stands, or a sentence. */
export const cardAnswer = (card: Card): Element => ({ statusCode: 200, type: cardType, value: adaptiveCard(card) });
export const messageAnswer = (text: string): Element => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: text,
});

export function activityOf(text: string, card: Card | undefined): Element {
  return {
    type: 'message',
    ...(card === undefined
      ? { text: escaped(text), textFormat: 'markdown' }
      : { summary: cut(text, 200), attachments: [{ contentType: cardType, content: adaptiveCard(card) }] }),
  };
}
