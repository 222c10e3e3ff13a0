import type { HeadReport } from '../../contracts/models.ts';
import { figure } from '../plots/axis.ts';
import { calibrationPlot, contributionsPlot, fanPlot, rocPlot } from '../plots/index.ts';
import { code, plain, table } from './markdown.ts';

/** A plot beside the card; the card refers to it by this name. */
export type PlotFile = { readonly name: string; readonly svg: string };

const mostFeatures = 15;

/** What training has to say of one head: why this algorithm, how good, how honest its probabilities, what drives it. */
export function headSection(
  name: string,
  report: HeadReport,
  options: { readonly leading: boolean; readonly title: string; readonly files: string },
): { readonly lines: readonly string[]; readonly plots: readonly PlotFile[] } {
  const plots = plotsOf(name, report, options.title, options.files);
  const parameters = Object.entries(report.parameters).map(
    ([key, value]) => `${code(key)} ${plain(typeof value === 'string' ? value : JSON.stringify(value))}`,
  );
  return {
    plots,
    lines: [
      `### ${code(name)}${options.leading ? ', which leads' : ''}`,
      '',
      `${capital(plain(report.algorithm))}, ${figure(report.rows)} rows${parameters.length === 0 ? '' : `; ${parameters.join(', ')}`}.`,
      '',
      ...whyItWon(report),
      ...table(
        [`metric, ${isOfOurs(report) ? 'on rows not trained on' : 'on rows held here'}`, 'value', 'interval'],
        report.metrics.map((metric) => [plain(metric.name), figure(metric.value), between(metric)]),
      ),
      ...calibrationOf(report),
      ...table(
        ['feature', 'share of all contributions'],
        report.importance.slice(0, mostFeatures).map(({ feature, share }) => [code(feature), `${figure(share * 100)} %`]),
      ),
      ...plots.flatMap((plot) => [`![${plain(plot.name.replace(/\.svg$/, ''))}](${plot.name})`, '']),
    ],
  };
}

/** An import was measured on rows held here, which its maker may have trained on; its report says so. */
const isOfOurs = ({ parameters }: HeadReport): boolean => parameters['measured'] === undefined;

function whyItWon({ algorithm, candidates, comparison }: HeadReport): string[] {
  if (candidates.length === 0) return [];
  const rows = candidates.map((each) => [plain(each.algorithm), figure(each.mean), each.folds.map(figure).join(' · ')]);
  const told = table(['candidate', 'mean loss', 'folds'], rows);
  if (!comparison) return [...told, 'It was the only candidate.', ''];
  const { metric, difference, low, high } = comparison;
  const range = `${signed(difference)} (95 % ${signed(low)} to ${signed(high)}) over paired folds`;
  const isPlain = candidates[0]?.algorithm === algorithm;
  const why = isPlain
    ? `${capital(plain(algorithm))} stays, because it is the easier to explain and the best other candidate is not better beyond doubt: its ${plain(metric)} differs by ${range}.`
    : `${capital(plain(algorithm))} won: its ${plain(metric)} differs from ${plain(candidates[0]?.algorithm ?? 'the plain candidate')} by ${range}, wholly below zero.`;
  return [...told, why, ''];
}

function calibrationOf({ calibration }: HeadReport): string[] {
  if (!calibration) return [];
  const { slope, intercept } = calibration;
  const verdict = slope < 0.8 ? 'too sure of itself' : slope > 1.25 ? 'too timid' : 'well calibrated';
  return [`Calibration: slope ${figure(slope)} (1 is right), intercept ${figure(intercept)} (0 is right); ${verdict}.`, ''];
}

function plotsOf(name: string, report: HeadReport, title: string, files: string): PlotFile[] {
  const file = (what: string): string => `${files}-${name.replace(/[^\w-]/g, '-')}-${what}.svg`;
  const metric = report.metrics.find((each) => each.name === 'auc');
  return [
    ...(report.roc === undefined
      ? []
      : [
          {
            name: file('roc'),
            svg: rocPlot({ title: `${title}: ${name}, found and falsely alerted`, points: report.roc, ...(metric ? { auc: metric } : {}) }),
          },
        ]),
    ...(report.calibration === undefined
      ? []
      : [{ name: file('calibration'), svg: calibrationPlot({ title: `${title}: ${name}, said and happened`, ...report.calibration }) }]),
    ...(report.importance.length === 0
      ? []
      : [
          {
            name: file('contributions'),
            svg: contributionsPlot({ title: `${title}: what drives ${name}`, importance: report.importance }),
          },
        ]),
    ...(report.fan === undefined
      ? []
      : [{ name: file('fan'), svg: fanPlot({ title: `${title}: ${name}, said and what came`, points: report.fan.map(fanPoint) }) }]),
  ];
}

/** The band of a report has the level it was made with, 80 % unless its maker says otherwise. */
const fanPoint = ({ period, mean, low, high, actual }: NonNullable<HeadReport['fan']>[number]) => ({
  period,
  mean,
  bands: [{ level: 0.8, low, high }],
  ...(actual === undefined ? {} : { actual }),
});

const between = ({ low, high }: { readonly low?: number; readonly high?: number }): string =>
  low === undefined || high === undefined ? '' : `${figure(low)} to ${figure(high)}`;
const signed = (value: number): string => (value < 0 ? `−${figure(-value)}` : value > 0 ? `+${figure(value)}` : '0');
const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
