import { table } from '../claim.ts';
import { redactors, type Redactor } from './contestants.ts';
import { ofSplit, type GoldKind, type Negative, type Sample } from './corpus.ts';
import { alteredByKind, score, wilson, type Altered, type Found, type Judged, type Score } from './score.ts';
import { spanMatch } from './span-evaluator.ts';

/** What a side did with the labelled texts and with the harmless sentences. */
export type Side = {
  readonly name: string;
  readonly judged: readonly Judged[];
  readonly score: Score;
  readonly altered: ReturnType<typeof alteredByKind>;
  readonly alteredOther: ReturnType<typeof alteredByKind>;
};

export type Texts = { readonly samples: readonly Sample[]; readonly negatives: readonly Negative[]; readonly others: readonly Negative[] };

export async function playSide(name: string, texts: Texts): Promise<Side> {
  const redactor = await redactors[name]?.();
  if (!redactor) throw new Error(`There is no side ${name}`);
  const judged: Judged[] = [];
  for (const sample of texts.samples) judged.push({ sample, found: await redactor.spansOf(sample.text) });
  return {
    name,
    judged,
    score: score(judged),
    altered: alteredByKind(await judgeNegatives(redactor, texts.negatives)),
    alteredOther: alteredByKind(await judgeNegatives(redactor, texts.others)),
  };
}

async function judgeNegatives(redactor: Redactor, negatives: readonly Negative[]): Promise<{ kind: string; found: readonly Found[] }[]> {
  const judged: { kind: string; found: readonly Found[] }[] = [];
  for (const { kind, text } of negatives) judged.push({ kind, found: await redactor.spansOf(text) });
  return judged;
}

export const percent = (share: number): string => (Number.isNaN(share) ? '-' : (share * 100).toFixed(1));

export const shareOf = ({ altered, total }: Altered): number => altered / total;

/** `speed` in MB/s of processor time, by name. */
export function sideLines(sides: readonly Side[], speed: ReadonlyMap<string, number>): string[] {
  return table(
    ['side', 'recall %', 'precision %', 'F2 %', 'leak %', 'over %', 'IoU.9 F2 %', 'ERP altered %', 'other ERP %', 'MB/s'],
    sides.map(({ name, judged, score: figures, altered, alteredOther }) => [
      name,
      ...[figures.recall, figures.precision, figures.f2, figures.leak, figures.over, spanMatch(judged, 0.9).f2].map(percent),
      percent(shareOf(altered.all)),
      percent(shareOf(alteredOther.all)),
      speed.get(name)?.toFixed(2) ?? '-',
    ]),
  );
}

/** One side by kind of value: all texts, and those of held-out templates. */
export function kindLines({ judged }: Side): string[] {
  const all = score(judged);
  const held = score(heldOut(judged));
  const cells = (kind: GoldKind, figures: Score): string[] => {
    const found = figures.byKind.get(kind);
    if (!found) return ['0', '-', '-', '-', '-'];
    const { low, high } = wilson(found.touched, found.gold);
    return [String(found.gold), percent(found.recall), `${percent(low)}-${percent(high)}`, percent(found.whole), percent(found.leak)];
  };
  const head = ['labels', 'recall %', '95 %', 'whole %', 'leak %'];
  return table(
    ['kind', ...head, ...head.map((title) => `held ${title}`)],
    [...all.byKind.keys()].toSorted().map((kind) => [kind, ...cells(kind, all), ...cells(kind, held)]),
  );
}

export function heldOut(judged: readonly Judged[]): Judged[] {
  const held = new Set(
    ofSplit(
      judged.map(({ sample }) => sample),
      'held',
    ),
  );
  return judged.filter(({ sample }) => held.has(sample));
}

/** Kinds of harmless sentences that were changed; the ones left alone are only counted. */
export function alteredLines(title: string, { all, byKind }: Side['altered']): string[] {
  const { low, high } = wilson(all.altered, all.total);
  const changed = [...byKind].filter(([, { altered }]) => altered > 0).toSorted(([, a], [, b]) => b.altered - a.altered);
  return [
    `${title}: ${all.altered} of ${all.total} altered (95 %: ${percent(low)}-${percent(high)} %), ${byKind.size - changed.length} of ${byKind.size} kinds left alone`,
    ...changed.map(([kind, { altered, total }]) => `  ${kind}: ${altered} of ${total}`),
  ];
}
