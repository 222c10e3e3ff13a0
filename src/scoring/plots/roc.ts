import { figure, horizontalAxis, scale, verticalAxis, whole } from './axis.ts';
import { draw, line, path } from './frame.ts';

export type RocInput = {
  readonly title: string;
  /** From (0, 0) to (1, 1). */
  readonly points: readonly { readonly falsePositiveRate: number; readonly truePositiveRate: number }[];
  readonly auc?: { readonly value: number; readonly low?: number; readonly high?: number };
};

/** What alerting finds against what it disturbs for nothing, at every threshold. The dashed diagonal is chance. */
export function rocPlot({ title, points, auc }: RocInput): string {
  const x = scale([0, 1], [whole.left, whole.right]);
  const y = scale([0, 1], [whole.bottom, whole.top]);
  const range = auc?.low === undefined || auc.high === undefined ? '' : ` (${figure(auc.low)} to ${figure(auc.high)})`;
  const area = auc === undefined ? 'Rows that were not trained on' : `Area under the curve ${figure(auc.value)}${range}`;
  return draw({
    title,
    subtitle: area,
    description: `ROC curve: share of true alerts against share of false alerts. ${area}.`,
    body: [
      ...horizontalAxis(x, 'false alerts, of all that did not happen'),
      ...verticalAxis(y, 'found, of all that happened'),
      line(x.to(0), y.to(0), x.to(1), y.to(1), { dashes: '4 3' }),
      path(
        points.map((each) => [x.to(each.falsePositiveRate), y.to(each.truePositiveRate)]),
        { width: 2 },
      ),
    ],
  });
}
