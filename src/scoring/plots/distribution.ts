import type { Feature } from '../../learning/core/table.ts';
import { referenceCounts, windowCounts, type FeatureReference } from '../../learning/drift/reference.ts';
import { figure, legend, scale, verticalAxis, whole } from './axis.ts';
import { at, draw, escaped, line, shortened } from './frame.ts';

export type DistributionInput = {
  readonly title: string;
  /** As training kept it: counts of at least twenty rows. */
  readonly reference: FeatureReference;
  /** The same feature of recent predictions; NaN is missing. */
  readonly feature: Feature;
  readonly window: Float64Array;
};

/** How one feature was spread in training and how it is now: shares in the same bins, missing last. */
export function distributionPlot({ title, reference, feature, window }: DistributionInput): string {
  const before = shares(referenceCounts(reference));
  const now = shares(windowCounts(reference, feature, window));
  // Other levels and missing are left out where neither side has any.
  const bins = namesOf(reference)
    .map((name, bin) => ({ name, before: before[bin] ?? 0, now: now[bin] ?? 0 }))
    .filter((bin, index) => bin.before > 0 || bin.now > 0 || index < reference.counts.length);
  const y = scale([0, Math.max(0.05, ...bins.flatMap((bin) => [bin.before, bin.now])) * 1.15], [whole.bottom - 22, whole.top]);
  const area = { ...whole, bottom: whole.bottom - 22 };
  const width = (area.right - area.left) / Math.max(1, bins.length);
  const bar = (share: number, x: number, tone: 'first' | 'second', opacity: string): string =>
    `<rect class="cs-${tone}"${opacity} x="${at(x)}" y="${at(y.to(share))}" width="${at(width * 0.38)}" height="${at(Math.max(0, y.to(0) - y.to(share)))}"/>`;
  return draw({
    title,
    subtitle: `${figure(reference.counts.reduce((sum, count) => sum + count, 0))} training rows, ${figure(window.length)} predictions`,
    description: `Share of rows in training and now: ${bins.map((bin) => `${bin.name} ${figure(bin.before)} and ${figure(bin.now)}`).join('; ')}.`,
    body: [
      ...verticalAxis(y, 'share of rows', area),
      ...bins.flatMap((bin, index) => {
        const from = area.left + index * width;
        return [
          bar(bin.before, from + width * 0.1, 'first', ' fill-opacity="0.55"'),
          bar(bin.now, from + width * 0.5, 'second', ''),
          `<text class="cs-soft" font-size="10" text-anchor="end" transform="translate(${at(from + width / 2 + 4)} ${at(area.bottom + 12)}) rotate(-35)">${escaped(shortened(bin.name, 13))}</text>`,
        ];
      }),
      line(area.left, area.bottom, area.right, area.bottom),
      ...legend(
        [
          { name: 'training', mark: 'first' },
          { name: 'now', mark: 'second' },
        ],
        area.right - 148,
        area.top - 14,
      ),
    ],
  });
}

function shares(counts: readonly number[]): number[] {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (rows === 0 ? 0 : count / rows));
}

function namesOf(reference: FeatureReference): string[] {
  if (reference.kind === 'category') return [...reference.levels, 'others', 'missing'];
  const { edges } = reference;
  const last = edges.at(-1);
  const ranges = last === undefined ? ['all'] : [...edges.map((edge) => `≤ ${figure(edge)}`), `> ${figure(last)}`];
  return [...ranges, 'missing'];
}
