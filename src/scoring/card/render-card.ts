import type { DriftReport } from '../../contracts/model-services.ts';
import type { Deployment, ModelChange, ModelVersion } from '../../contracts/model-store.ts';
import type { ModelDefinition, SubgroupReport } from '../../contracts/models.ts';
import { figure } from '../plots/axis.ts';
import { driftPlot } from '../plots/index.ts';
import { asOfRule, rangeWords } from './feature-words.ts';
import { headSection, type PlotFile } from './head-section.ts';
import { code, plain, table } from './markdown.ts';
import { fewestPeople } from './subgroups.ts';

/** What is known of a version beside itself: where it is in use, who decided it, what has moved since. */
export type CardExtras = {
  readonly deployments?: readonly Deployment[];
  readonly changes?: readonly ModelChange[];
  readonly drift?: DriftReport;
};

export type RenderedCard = { readonly markdown: string; readonly plots: readonly PlotFile[] };

/**
 * The card of a version as Markdown, and the plots it refers to by name. Pure: the same version gives the same bytes. It holds
 * counts, shares and coefficients of the whole, never a row or a value of one.
 */
export function renderCard(definition: ModelDefinition, version: ModelVersion, extras: CardExtras = {}): RenderedCard {
  const files = `${definition.id}-${version.number}`;
  const heads = Object.entries(version.reports).map(([name, report]) =>
    headSection(name, report, { leading: name === definition.leading, title: definition.title, files }),
  );
  const drift = driftSection(definition, extras.drift, files);
  const lines = [
    `# ${plain(definition.title)}: ${code(definition.id)} version ${version.number}`,
    '',
    ...aboutOf(definition),
    ...dataOf(version),
    '## What it says',
    '',
    ...heads.flatMap((head) => head.lines),
    ...featuresOf(definition),
    ...subgroupsOf(definition, version),
    ...drift.lines,
    ...historyOf(version, extras),
  ];
  return { markdown: `${lines.join('\n').trimEnd()}\n`, plots: [...heads.flatMap((head) => head.plots), ...drift.plots] };
}

function aboutOf({ card, entity, rule }: ModelDefinition): string[] {
  return [
    plain(card.purpose),
    '',
    `- **Decides:** ${plain(card.decides)}`,
    `- **About:** one ${plain(entity)} at a time`,
    `- **Owner:** ${plain(card.owner)}`,
    `- **Without a version in use:** ${rule ? 'the business rule answers' : 'nothing answers'}`,
    ...card.limits.map((limit) => `- **Limit:** ${plain(limit)}`),
    '',
  ];
}

const origins: Readonly<Record<ModelVersion['origin'], string>> = {
  trained: 'trained here',
  xgboost: 'imported from XGBoost; figures are of rows held here',
  lightgbm: 'imported from LightGBM; figures are of rows held here',
  onnx: 'imported as ONNX; figures are of rows held here',
  endpoint: 'served elsewhere over HTTP; figures are of rows held here',
};

function dataOf(version: ModelVersion): string[] {
  return [
    '## Data',
    '',
    ...table(
      ['', ''],
      [
        ['Origin', origins[version.origin]],
        ['Rows', String(version.rows)],
        // Days, not moments: the first and the last row are somebody's.
        ['From', version.from.slice(0, 10)],
        ['To', version.to.slice(0, 10)],
        ['Data hash', code(version.dataHash)],
        ['Feature hash', code(version.featureHash)],
        ['Seed', String(version.seed)],
        ['Definition', code(version.definition)],
        ['Artefact hash', code(version.artefactHash)],
        ['Artefact size', `${figure(version.artefactBytes)} bytes`],
        ['Made', `${version.createdAt.slice(0, 10)} by ${plain(version.trainedBy)}`],
      ],
    ),
  ];
}

function featuresOf({ features }: ModelDefinition): string[] {
  return [
    '## Features',
    '',
    'Each holds what was known at the moment asked about, and nothing that became known later.',
    '',
    ...table(
      ['feature', 'meaning', 'unit', 'class', 'source', 'as of the moment', 'range'],
      features.map((feature) => [
        code(feature.name),
        `${plain(feature.description)}${feature.required ? ' (required)' : ''}`,
        plain(feature.unit ?? ''),
        feature.class === 'protected' ? 'protected: never an input' : feature.class,
        code(feature.source),
        plain(asOfRule(feature)),
        rangeWords(feature),
      ]),
    ),
  ];
}

function subgroupsOf({ features }: ModelDefinition, { reports }: ModelVersion): string[] {
  const guarded = features.filter((feature) => feature.class === 'protected');
  const found = Object.entries(reports).flatMap(([head, { subgroups = [] }]) => subgroups.map((report) => ({ head, report })));
  if (guarded.length === 0 && found.length === 0) return [];
  return [
    '## Subgroups',
    '',
    ...(found.length === 0 ? ['The model has protected features; no subgroup report was made for this version.', ''] : []),
    ...found.flatMap(({ head, report }) => subgroupTable(head, report)),
  ];
}

function subgroupTable(head: string, { feature, rows, threshold, groups, hidden }: SubgroupReport): string[] {
  const isAnswer = threshold !== undefined;
  const left =
    hidden === 0
      ? ''
      : ` ${hidden} of its groups are not shown: each group shown is of ${fewestPeople} people or more, and the others cannot be told by subtraction.`;
  return [
    `### ${code(head)} by ${code(feature)}`,
    '',
    `Figures are of rows ${rows === 'held-out' ? 'that were not trained on' : 'that were trained on, so better than what is to be expected'}.${left}`,
    '',
    ...table(
      isAnswer
        ? ['group', 'people', 'mean score', 'came true', 'AUC', `selected (from ${figure(threshold)})`, 'calibration slope']
        : ['group', 'people', 'mean score', 'mean outcome', 'mean absolute error'],
      groups.map((each) => [
        plain(each.group),
        String(each.people),
        figure(each.meanScore),
        withRange(each.observed),
        ...(isAnswer
          ? [
              each.auc === undefined ? 'too few' : withRange(each.auc),
              `${figure((each.selectionRate ?? 0) * 100)} %`,
              each.calibrationSlope === undefined ? 'too few' : figure(each.calibrationSlope),
            ]
          : [figure(each.meanAbsoluteError ?? Number.NaN)]),
      ]),
    ),
  ];
}

const withRange = ({ value, low, high }: { readonly value: number; readonly low?: number; readonly high?: number }): string =>
  low === undefined || high === undefined ? figure(value) : `${figure(value)} (${figure(low)} to ${figure(high)})`;

function driftSection({ title }: ModelDefinition, drift: DriftReport | undefined, files: string): { lines: string[]; plots: PlotFile[] } {
  if (!drift) return { lines: [], plots: [] };
  const plot = {
    name: `${files}-drift.svg`,
    svg: driftPlot({ title: `${title}: drift since training`, rows: drift.rows, features: drift.features }),
  };
  return {
    plots: [plot],
    lines: [
      '## Since then',
      '',
      drift.retrain ? 'It is time to train again:' : `Nothing has moved enough to train again, over ${drift.rows} predictions.`,
      ...drift.reasons.map((reason) => `- ${plain(reason)}`),
      '',
      `![drift](${plot.name})`,
      '',
    ],
  };
}

function historyOf(version: ModelVersion, { deployments = [], changes = [] }: CardExtras): string[] {
  const mine = changes
    .filter(({ model, number }) => model === version.model && number === version.number)
    .toSorted((a, b) => (a.askedAt < b.askedAt ? -1 : a.askedAt > b.askedAt ? 1 : 0));
  const here = deployments.filter(({ model, number }) => model === version.model && number === version.number);
  return [
    '## In use',
    '',
    ...(here.length === 0 ? ['Nowhere; the version is a draft.', ''] : []),
    ...table(
      ['environment', 'stage', 'since', 'asked by', 'approved by'],
      here.map((each) => [each.environment, each.stage, each.since.slice(0, 10), plain(each.by), plain(each.approvedBy ?? 'nobody')]),
    ),
    ...table(
      ['asked', 'environment', 'to', 'by', 'because', 'answer', 'by', 'because'],
      mine.map((each) => [
        each.askedAt.slice(0, 10),
        each.environment,
        each.to,
        plain(each.askedBy),
        plain(each.reason),
        each.decidedAt === undefined ? each.status : `${each.status} ${each.decidedAt.slice(0, 10)}`,
        plain(each.decidedBy ?? ''),
        plain(each.decision ?? ''),
      ]),
    ),
  ];
}
