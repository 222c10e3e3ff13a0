import { models } from '../../classic-models/index.ts';
import type { Example, LabelledMoment, ModelDefinition, ModelValue, Observation } from '../../src/contracts/models.ts';
import { sandboxHistory } from '../../src/sandbox/history/index.ts';
import { joinFeatures } from '../../src/scoring/features/join.ts';
import { readBody } from '../../src/scoring/serving/body.ts';
import { loadVersion, type LoadedVersion } from '../../src/scoring/serving/loaded.ts';
import { inputsOf, score, type Scored } from '../../src/scoring/serving/score.ts';
import { trainingRows } from '../../src/scoring/training/rows.ts';
import { train, type Trained } from '../../src/scoring/training/train.ts';

export const today = '2026-01-15T08:00:00.000Z';
export const history = sandboxHistory({ seed: 7, today });

export function modelOf(id: string): ModelDefinition {
  const found = models.find((model) => model.id === id);
  if (!found) throw new Error(`no model ${id}`);
  return found;
}

export async function collected<T>(records: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const record of records) all.push(record);
  return all;
}

/** One row that holds what no other does; none of it may be found in what training makes. */
export type Canary = { readonly row: Example; readonly traces: readonly string[] };

export type Fitted = {
  readonly model: ModelDefinition;
  readonly rows: readonly Example[];
  readonly trained: Trained;
  readonly loaded: LoadedVersion;
  readonly canary: Canary;
  /** What the predictor answers to a body, without a store behind it. */
  readonly ask: (body: object) => Scored;
  /** The same for a record of the history. */
  readonly askFor: (entity: string, asOf: string, given?: object) => Promise<Scored>;
};

/** Enough for what is promised below, few enough to be quick. */
const rowsOf: Readonly<Record<string, number>> = { 'optimal-price': 2600, 'root-cause': 2000 };

const fitted = new Map<string, Promise<Fitted>>();

/** The model, trained on the newest rows of the sandbox's history with a canary among them. Each model is trained once a test file. */
export function fittedModel(id: string, rows = rowsOf[id] ?? 1200): Promise<Fitted> {
  const known = fitted.get(id) ?? fit(modelOf(id), rows);
  fitted.set(id, known);
  return known;
}

async function fit(model: ModelDefinition, most: number): Promise<Fitted> {
  const moments: LabelledMoment[] = (await collected(history.moments(model.id, {}))).slice(-most);
  const observations: Observation[] = await collected(history.observations(model.id, {}));
  const rows = trainingRows(model, moments, observations);
  const canary = canaryOf(model, rows);
  const trained = await train(model, [...rows, canary.row], { seed: 1, by: 'person:dana', at: today });
  const loaded = loadVersion(model, { ...trained.version, number: 1 }, trained.artefact);
  const ask = (body: object): Scored => score(model, loaded, inputsOf(model, readBody(model, body).given, undefined, today));
  const askFor = async (entity: string, asOf: string, given: object = {}): Promise<Scored> => {
    const found = await history.of(model.id, entity, asOf);
    if (!found) throw new Error(`no ${entity}`);
    const joined = joinFeatures(model.features, (whose) => found.observations.filter((each) => each.entity === whose), {
      entity,
      asOf,
      links: found.links,
    });
    return score(model, loaded, inputsOf(model, readBody(model, given).given, joined, asOf));
  };
  return { model, rows, trained, loaded, canary, ask, askFor };
}

function canaryOf(model: ModelDefinition, rows: readonly Example[]): Canary {
  const like = rows[rows.length >> 1];
  if (!like) throw new Error(`no rows for ${model.id}`);
  const values: Record<string, ModelValue> = { ...like.values };
  const traces: string[] = ['canary'];
  for (const { name, kind, class: shown } of model.features) {
    if (shown === 'protected') continue;
    if (kind === 'category') values[name] = `canary-${name}`;
    if (kind === 'series') values[name] = [...seriesOf(like.values[name]), 7.013_579_246_8];
    if (kind === 'items') values[name] = itemsOf(like.values[name]);
    if (kind === 'text') values[name] = `canary${name}quetzalcoatl`;
    if (kind !== 'number') continue;
    // Amounts as the largest of all, other numbers among their like, both with digits of their own.
    const known = rows.flatMap(({ values: { [name]: value } }) => (typeof value === 'number' ? [value] : []));
    const highest = known.reduce((most, value) => Math.max(most, value), 0);
    const middle = known.toSorted((a, b) => a - b)[known.length >> 1] ?? 0;
    const value = Number(((shown === 'financial' ? highest * 1.37 : middle) + 0.013_579_246_8).toPrecision(12));
    values[name] = value;
    traces.push(String(value));
  }
  // A class of one row is nobody else's either.
  const targets = Object.fromEntries(
    Object.entries(like.targets).map(([name, value]) => [name, typeof value === 'string' ? 'canary-target' : value]),
  );
  return { row: { ...like, entity: `${model.entity}:canary`, values, targets }, traces: [...traces, '0135792468'] };
}

const seriesOf = (value: ModelValue | undefined): number[] =>
  Array.isArray(value) ? value.filter((each): each is number => typeof each === 'number').slice(1) : [];

/** The record's items, the first one with a name and figures of its own. */
function itemsOf(value: ModelValue | undefined): ModelValue {
  const given = Array.isArray(value) ? value : [];
  return given.map((item, at) =>
    at > 0 || typeof item !== 'object' || item === null
      ? item
      : Object.fromEntries(
          Object.entries(item).map(([name, cell]) => [
            name,
            typeof cell === 'number' ? cell + 0.013_579_246_8 : name === 'item' ? 'canary-item' : cell,
          ]),
        ),
  );
}

/** A metric of a head's report. */
export function metricOf({ trained }: Fitted, head: string, name: string): number {
  return trained.version.reports[head]?.metrics.find((each) => each.name === name)?.value ?? Number.NaN;
}
