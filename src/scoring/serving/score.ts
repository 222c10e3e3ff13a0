import { CountersignError } from '../../contracts/errors.ts';
import type { PredictionInput } from '../../contracts/model-store.ts';
import type { Answered, Factor, HeadScore, InputNote, ModelDefinition, ModelFeature, ModelValues } from '../../contracts/models.ts';
import type { Joined } from '../features/join.ts';
import type { LoadedVersion } from './loaded.ts';

export type Scored = Answered & { readonly factors: readonly Factor[]; readonly notes: readonly InputNote[] };

/** What a body gave and what was read for it: what was given wins. */
export type Inputs = { readonly values: ModelValues; readonly inputs: readonly PredictionInput[]; readonly notes: readonly InputNote[] };

const dayMs = 86_400_000;

export function inputsOf(
  definition: ModelDefinition,
  given: ModelValues,
  fetched: Readonly<Record<string, Joined>> | undefined,
  asOf: string,
): Inputs {
  const inputs: PredictionInput[] = [];
  const notes: InputNote[] = [];
  for (const feature of definition.features) {
    if (feature.class === 'protected') continue;
    const { name } = feature;
    if (Object.hasOwn(given, name) && given[name] !== null) {
      inputs.push({ field: name, value: given[name] ?? null, from: 'given' });
      continue;
    }
    const read = fetched?.[name];
    if (read && read.value !== null) {
      const ageDays = read.knownAt === undefined ? undefined : Math.max(0, (Date.parse(asOf) - Date.parse(read.knownAt)) / dayMs);
      inputs.push({ field: name, value: read.value, from: 'fetched', ...ageOf(read.knownAt, ageDays), ...lineage(read.records) });
      if (feature.maxAgeDays !== undefined && (ageDays ?? 0) > feature.maxAgeDays)
        notes.push({ field: name, treatment: 'stale', usedAs: 'value' });
      continue;
    }
    inputs.push(missing(definition, feature, read?.why));
  }
  return { values: Object.fromEntries(inputs.map(({ field, value }) => [field, value])), inputs, notes };
}

/** Throws `input.invalid` where nothing can be said without it. */
function missing({ id }: ModelDefinition, { name, required, description, source }: ModelFeature, why: string | undefined): PredictionInput {
  if (required) {
    const reason = why === undefined ? '' : `; ${why}`;
    throw new CountersignError('input.invalid', `${id} cannot answer without ${name}: ${description}${reason}`, { field: name });
  }
  return { field: name, value: null, from: 'missing', ...(why === undefined ? {} : { source, why }) };
}

const ageOf = (knownAt: string | undefined, ageDays: number | undefined): Pick<PredictionInput, 'knownAt' | 'ageDays'> =>
  knownAt === undefined || ageDays === undefined ? {} : { knownAt, ageDays: Math.round(ageDays * 100) / 100 };

/** The newest are enough to look them up; a year of them would be longer than the answer. */
const mostRecords = 5;
const lineage = (records: readonly string[]): Pick<PredictionInput, 'records'> =>
  records.length === 0 ? {} : { records: records.slice(-mostRecords) };

/** Factors shown with an answer; the rest are too small to name. */
const mostFactors = 10;

/** Pure: the version's answer to these inputs, or the business rule's where there is no version. Of a version that answers by itself. */
export function score(definition: ModelDefinition, loaded: LoadedVersion | undefined, inputs: Inputs): Scored {
  if (!loaded) return ruled(definition, inputs);
  if (loaded.outside)
    throw new CountersignError('state.invalid', `A part of ${definition.id} is computed elsewhere and cannot be answered at once`);
  return answer(definition, ownScores(loaded, inputs.values), inputs);
}

/** The same of any version: parts that are computed elsewhere are asked side by side, and one that fails fails the answer. */
export async function scoreLater(
  definition: ModelDefinition,
  loaded: LoadedVersion | undefined,
  inputs: Inputs,
  signal?: AbortSignal,
): Promise<Scored> {
  if (!loaded?.outside) return score(definition, loaded, inputs);
  const asked = Object.entries(loaded.outside).map(async ([name, head]) => [name, await head.score(inputs.values, signal)] as const);
  return answer(definition, { ...ownScores(loaded, inputs.values), ...Object.fromEntries(await Promise.all(asked)) }, inputs);
}

function ruled(definition: ModelDefinition, { values, notes }: Inputs): Scored {
  if (!definition.rule)
    throw new CountersignError('capability.missing', `No version of ${definition.id} is in use here yet; train one and have it approved`, {
      field: 'model',
      retry: 'later',
    });
  return { ...checked(definition, definition.rule(values)), factors: [], notes };
}

type Scores = Readonly<Record<string, HeadScore>>;

const ownScores = ({ heads }: LoadedVersion, values: ModelValues): Scores =>
  Object.fromEntries(Object.entries(heads).map(([name, head]) => [name, head.score(values)]));

function answer(definition: ModelDefinition, scores: Scores, { values, notes }: Inputs): Scored {
  const leading = scores[definition.leading];
  const answered = definition.answer(scores, values);
  const seen = new Map<string, InputNote>();
  for (const note of [...notes, ...Object.values(scores).flatMap((each) => each.notes)]) seen.set(`${note.field} ${note.treatment}`, note);
  return {
    ...(leading?.confidence === undefined ? {} : { confidence: leading.confidence }),
    // An interval belongs to the value it was made for: a head whose value is no output has none to show.
    ...(leading?.interval === undefined || !isShown(leading, answered) ? {} : { interval: leading.interval }),
    ...checked(definition, answered),
    factors: (leading?.factors ?? []).slice(0, mostFactors),
    notes: [...seen.values()],
  };
}

const isShown = ({ value }: HeadScore, { output }: Answered): boolean => Object.values(output).includes(value);

/** A number that is none is never answered. */
function checked(definition: ModelDefinition, answered: Answered): Answered {
  const read = definition.output.safeParse(answered.output);
  if (read.success) return answered;
  const field = read.error.issues[0]?.path.join('.') ?? 'output';
  throw new CountersignError('state.invalid', `${definition.id} came to no valid ${field} from these inputs`, { field });
}
