import { parseArgs } from 'node:util';
import { table } from '../claim.ts';
import { corpusFiles, findPrivacyData, loadCorpus, loadNegatives, missingData, ofSplit, type Sample, type Split } from './corpus.ts';
import { loadDetector, missingDetector } from './detector.ts';
import { alteredByKind, overlaps, score, wilson, type Found, type Judged, type Score } from './score.ts';
import { spanMatch } from './span-evaluator.ts';

/**
 * Figures of our detector while it is being tuned:
 * `figures.ts [--split tune|held|all] [--file NAME] [--misses KIND] [--false] [--limit N]`
 * Misses and false spans are listed with their surroundings, of the tuning half only: whoever reads the held-out half
 * tunes on it. Data without template ids belongs to no half and is listed with `--split all` alone.
 */
const { values: options } = parseArgs({
  options: {
    misses: { type: 'string' },
    false: { type: 'boolean', default: false },
    split: { type: 'string' },
    file: { type: 'string', default: 'presidio-synth-v2' },
    limit: { type: 'string', default: '60' },
  },
});
const tell = (line: string): boolean => process.stdout.write(`${line}\n`);
const percent = (share: number): string => (Number.isNaN(share) ? '-' : (share * 100).toFixed(2));
const limit = Number(options.limit);

const folder = findPrivacyData();
const detector = await loadDetector();
if (!folder || !detector) stop(folder ? missingDetector : missingData);
else if (options.file === 'erp-negatives-dev') showNegatives(folder);
else {
  const file = corpusFiles.find((name) => name === options.file);
  if (!file) stop(`There is no file ${options.file}: ${[...corpusFiles, 'erp-negatives-dev'].join(', ')}`);
  else showCorpus(loadCorpus(folder, file), folder);
}

function showCorpus(samples: readonly Sample[], data: string): void {
  const wantsList = options.misses !== undefined || options.false;
  const splits: readonly Split[] =
    options.split === undefined ? (wantsList ? ['tune'] : ['all', 'tune', 'held']) : [toSplit(options.split)];
  const results = splits.map((split) => ({ split, judged: judge(ofSplit(samples, split)) })).filter(({ judged }) => judged.length > 0);
  for (const line of table(
    [
      'split',
      'texts',
      'recall',
      '95 %',
      'precision',
      '95 %',
      'strict',
      'F2',
      'leak',
      'over',
      'recall 17',
      'leak 17',
      'IoU.9 P',
      'R',
      'F2',
      'IoU.7 F2',
    ],
    results.map(({ split, judged }) => overview(split, judged, score(judged))),
  ))
    tell(line);
  for (const { split, judged } of results) showKinds(split, score(judged));
  for (const { judged } of results) {
    if (options.misses !== undefined) showMisses(judged, options.misses.toUpperCase());
    if (options.false) showFalse(judged);
  }
  if (!wantsList) showNegatives(data);
}

function judge(samples: readonly Sample[]): Judged[] {
  return samples.map((sample) => ({ sample, found: detect(sample.text) }));
}

function detect(text: string): readonly Found[] {
  return detector?.detect(text) ?? [];
}

function overview(split: Split, judged: readonly Judged[], figures: Score): string[] {
  const { gold, touched, found, right } = figures.counts;
  const strict = spanMatch(judged, 0.9);
  return [
    split,
    String(judged.length),
    percent(figures.recall),
    interval(touched, gold),
    percent(figures.precision),
    interval(right, found),
    ...[figures.strictPrecision, figures.f2, figures.leak, figures.over, figures.allRecall, figures.allLeak].map(percent),
    ...[strict.precision, strict.recall, strict.f2, spanMatch(judged, 0.7).f2].map(percent),
  ];
}

function interval(hits: number, total: number): string {
  const { low, high } = wilson(hits, total);
  return `${(low * 100).toFixed(1)}-${(high * 100).toFixed(1)}`;
}

function showKinds(split: Split, figures: Score): void {
  tell(`\n${split} by kind`);
  const rows = [...figures.byKind]
    .toSorted(([, a], [, b]) => b.leaked - a.leaked)
    .map(([kind, { gold, recall, whole, leak, leaked }]) => [
      kind,
      String(gold),
      percent(recall),
      percent(whole),
      percent(leak),
      String(leaked),
    ]);
  for (const line of table(['kind', 'labels', 'recall', 'whole', 'leak', 'leaked'], rows)) tell(line);
}

function showMisses(judged: readonly Judged[], kind: string): void {
  const lines = judged.flatMap(({ sample, found }) =>
    sample.spans
      .filter(
        (gold) =>
          (gold.type === kind || kind === 'ALL') &&
          bare(sample.text, gold, found).some(({ isHidden, unit }) => !isHidden && /[\p{L}\p{N}]/u.test(unit)),
      )
      .map((gold) => `${gold.type}  ${context(sample.text, gold)}\n    open: ${open(sample.text, gold, found)}`),
  );
  list(`values of ${kind} with letters in clear`, lines);
}

function showFalse(judged: readonly Judged[]): void {
  const lines = judged.flatMap(({ sample, found }) =>
    found
      .filter((span) => !sample.spans.some((gold) => overlaps(gold, span)))
      .map((span) => `${span.kind ?? ''}  ${context(sample.text, span)}`),
  );
  list('spans that overlap no label', lines);
}

function showNegatives(data: string): void {
  const judged = loadNegatives(data).map(({ text, kind }) => ({ text, kind, found: detect(text) }));
  const { all, byKind } = alteredByKind(judged);
  tell(
    `\nERP sentences altered: ${all.altered} of ${all.total} (${percent(all.altered / all.total)} %, ${interval(all.altered, all.total)})`,
  );
  for (const [kind, { altered, total }] of byKind) if (altered > 0) tell(`  ${kind}: ${altered} of ${total}`);
  list(
    'ERP sentences altered',
    judged.flatMap(({ text, found }) => found.map((span) => `${span.kind ?? ''}  ${context(text, span)}`)),
  );
}

function list(title: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  tell(`\n${title}: ${lines.length}`);
  for (const line of lines.slice(0, limit)) tell(`  ${line}`);
  if (lines.length > limit) tell(`  and ${lines.length - limit} more (--limit)`);
}

function context(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  const around = 50;
  return `${text.slice(Math.max(0, start - around), start)}[${text.slice(start, end)}]${text.slice(end, end + around)}`.replaceAll(
    '\n',
    '⏎',
  );
}

/** The value with everything that was found struck out by dots. */
function open(text: string, gold: { readonly start: number; readonly end: number }, found: readonly Found[]): string {
  return bare(text, gold, found)
    .map(({ unit, isHidden }) => (isHidden ? '·' : unit))
    .join('')
    .replaceAll('\n', '⏎');
}

function bare(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  found: readonly Found[],
): { unit: string; isHidden: boolean }[] {
  return text
    .slice(start, end)
    .split('')
    .map((unit, at) => ({ unit, isHidden: found.some((span) => span.start <= start + at && start + at < span.end) }));
}

function toSplit(text: string): Split {
  const split = (['tune', 'held', 'all'] as const).find((name) => name === text);
  if (!split) throw new Error('--split takes tune, held or all');
  return split;
}

function stop(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
