import { z } from 'zod';
import type { ReadTool } from './authoring.ts';
import { businessId, classed, code, count, freeText, instant, oneOf, ratio } from './classes.ts';
import { CountersignError } from './errors.ts';
import type { JsonObject } from './json.ts';
import type { Prediction } from './model-store.ts';
import type { ModelFeature } from './models.ts';
import { Decimal } from './money.ts';

/** The face of a numeric model that agents and programs see; light, so that nothing that learns or scores is loaded with it. */
export type PredictToolParts<O extends z.ZodType> = {
  /** The model's id; the tool is called `models.<id>`. */
  readonly model: string;
  /** One sentence; what a model and a person read. */
  readonly description: string;
  /** Members of the input that name the record, as the model's definition has them. */
  readonly ids: readonly string[];
  readonly features: readonly ModelFeature[];
  /** The model's own output. Leaves without a class of their own are public. */
  readonly output: O;
};

export type PredictToolOutput<O extends z.ZodType> = z.ZodType<
  Omit<z.infer<ReturnType<typeof outputOf>>, 'output'> & { readonly output: z.infer<O> }
>;

/**
 * The typed tool of a numeric model: a record's id, single features, or both; what is not given is fetched. It answers what
 * `POST /v1/predict/:model` answers the same person, and is logged like it. Lists, series and what is personal are read by the
 * record alone and cannot be given.
 */
export function predictTool<O extends z.ZodType>(parts: PredictToolParts<O>): ReadTool<z.ZodType, PredictToolOutput<O>> {
  const numbers = new Set(parts.features.filter(({ kind }) => kind === 'number').map(({ name }) => name));
  return {
    id: `models.${parts.model}`,
    kind: 'read',
    description: parts.description,
    system: 'models',
    needs: ['models.predict'],
    input: inputOf(parts),
    // The same object; the compiler cannot see the type of one member of it through the generic.
    output: outputOf(parts.output) as unknown as PredictToolOutput<O>,
    async run({ ports, principal, signal }, input) {
      if (!ports.models)
        throw new CountersignError('capability.missing', 'This installation serves no numeric models', { field: parts.model });
      // The input schema is an object; amounts may have come as decimal text, which keeps them exact on their way here.
      const body = Object.fromEntries(
        Object.entries(input as JsonObject).map(([name, value]) => [
          name,
          numbers.has(name) && typeof value === 'string' ? Number(value) : value,
        ]),
      );
      return answerOf(await ports.models.predict(parts.model, body, { by: principal, signal }), parts.output);
    },
  };
}

function answerOf<O extends z.ZodType>(made: Prediction, output: O): z.infer<PredictToolOutput<O>> {
  const { id, correlationId, version, role, asOf, confidence, interval, factors, inputs, notes } = made;
  return {
    prediction: id,
    correlationId,
    version,
    // A shadow is never an answer.
    role: role === 'champion' ? 'champion' : 'rule',
    asOf,
    output: output.parse(made.output),
    ...(confidence === undefined ? {} : { confidence }),
    ...(interval === undefined ? {} : { interval }),
    factors: factors.map(({ feature, contribution }) => ({ feature, contribution })),
    missing: inputs.filter(({ from }) => from === 'missing').map(({ field }) => field),
    notes: notes.map(({ field, treatment, usedAs }) => ({ field, treatment, usedAs })),
  };
}

function inputOf({ ids, features }: Pick<PredictToolParts<z.ZodType>, 'ids' | 'features'>): z.ZodType {
  const shape: Record<string, z.ZodType> = Object.fromEntries(
    ids.map((name) => [name, businessId().optional().describe('The id of the record; its features are read from the systems')]),
  );
  for (const feature of features) {
    const leaf = Object.hasOwn(shape, feature.name) ? undefined : leafOf(feature);
    if (leaf) shape[feature.name] = leaf.optional().describe(told(feature));
  }
  return z.strictObject(shape);
}

const told = ({ description, unit }: ModelFeature): string => (unit === undefined ? description : `${description} (${unit})`);

function leafOf({ kind, class: of }: ModelFeature): z.ZodType | undefined {
  if (of === 'personal' || of === 'protected') return undefined;
  if (kind === 'number')
    return of === 'financial' ? classed(z.union([z.number(), Decimal]), { class: 'financial', kind: 'AMOUNT' }) : ratio();
  if (kind === 'category') return code();
  return kind === 'text' ? freeText() : undefined;
}

function outputOf(output: z.ZodType) {
  return z.object({
    prediction: businessId(),
    correlationId: businessId(),
    version: count(),
    role: oneOf(['champion', 'rule']),
    asOf: instant(),
    output: classed(output, { class: 'public' }),
    confidence: ratio().optional(),
    interval: z.object({ low: ratio(), high: ratio(), level: ratio() }).optional(),
    factors: z.array(z.object({ feature: code(), contribution: ratio() })),
    missing: z.array(code()),
    notes: z.array(z.object({ field: code(), treatment: code(), usedAs: code() })),
  });
}
