import type { DigestFacts } from 'countersign/flow';

/** What stands in the mail: who is waited for, what went wrong, and what was done on the day. Pure. */
export function digestText({ day, waiting, exceptions, effects }: DigestFacts): string {
  const list = (title: string, { count, lines }: DigestFacts['waiting']): string[] => [
    `${title}: ${count}`,
    ...lines.map((line) => `- ${line}`),
    ...(count > lines.length ? [`- and ${count - lines.length} more`] : []),
    '',
  ];
  const done = Object.entries(effects).map(([state, count]) => `- ${state}: ${count}`);
  return [
    ...list('Approvals waiting', waiting),
    ...list('Open exceptions', exceptions),
    `Writes on ${day}: ${done.length === 0 ? 'none' : ''}`.trimEnd(),
    ...done,
  ].join('\n');
}
