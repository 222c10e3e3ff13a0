import type { DriftReport } from '../../contracts/model-services.ts';
import { figure, horizontalAxis, scale, whole } from './axis.ts';
import { at, draw, line, shortened, text } from './frame.ts';

export type DriftInput = { readonly title: string; readonly rows: number; readonly features: DriftReport['features'] };

/** From here on a stability index counts as a shift worth a look, by the convention of credit scoring. */
export const shiftLine = 0.1;
const mostBars = 14;

/** The stability index of each feature since training, largest first; an alert is filled and named, not coloured alone. */
export function driftPlot({ title, rows, features }: DriftInput): string {
  const known = features
    .filter(({ psi }) => psi !== undefined)
    .toSorted((a, b) => (b.psi ?? 0) - (a.psi ?? 0) || (a.feature < b.feature ? -1 : 1));
  const shown = known.slice(0, mostBars);
  const left = 176;
  const area = { ...whole, left };
  const x = scale([0, Math.max(0.2, ...shown.map(({ psi }) => psi ?? 0)) * 1.08], [left, whole.right], 4);
  const high = Math.min(26, (area.bottom - area.top) / Math.max(1, shown.length));
  const alerts = known.filter(({ verdict }) => verdict === 'alert');
  const told =
    known.length === 0
      ? `Too few predictions yet to say (${rows})`
      : `${rows} predictions; ${alerts.length === 0 ? 'no alert' : alerts.length === 1 ? '1 alert' : `${alerts.length} alerts`}${known.length > shown.length ? `; ${known.length - shown.length} steadier features not shown` : ''}`;
  return draw({
    title,
    subtitle: told,
    description: `Stability index since training. ${told}. ${shown.map(({ feature, psi, verdict }) => `${feature} ${figure(psi ?? 0)}${verdict === 'alert' ? ' (alert)' : ''}`).join(', ')}`,
    body: [
      ...horizontalAxis(x, 'stability index', area),
      ...shown.flatMap(({ feature, psi = 0, verdict }, index) => {
        const y = area.top + index * high;
        const isAlert = verdict === 'alert';
        const end = x.to(psi);
        const inside = end > whole.right - 60;
        return [
          text(left - 8, y + high / 2 + 4, shortened(feature, 25), { anchor: 'end' }),
          `<rect class="cs-${isAlert ? 'second' : 'first'}"${isAlert ? '' : ' fill-opacity="0.55"'} x="${left}" y="${at(y + 3)}" width="${at(Math.max(1, end - left))}" height="${at(high - 6)}"/>`,
          ...(isAlert && !inside ? [text(end + 5, y + high / 2 + 4, 'alert', { tone: 'second' })] : []),
          ...(isAlert && inside
            ? [`<text class="cs-ground" x="${at(end - 5)}" y="${at(y + high / 2 + 4)}" text-anchor="end">alert</text>`]
            : []),
        ];
      }),
      line(x.to(shiftLine), area.top - 4, x.to(shiftLine), area.bottom, { tone: 'line-ink', dashes: '4 3' }),
    ],
  });
}
