import { CountersignError } from '../../contracts/errors.ts';
import type { ModelDefinition, ModelFeature, ModelValue, ModelValues } from '../../contracts/models.ts';

/** What a body says: the record it names, and the features it gives. */
export type Asked = { readonly entity?: string; readonly given: ModelValues };

/** Members a body may have beside features and ids. */
const envelope = new Set(['requestId', 'asOf', 'correlationId']);
const longestText = 10_000;
const mostPeriods = 5_000;

/**
 * Reads a body strictly: a member the model does not know and a value of the wrong type are refused by name, for a number that
 * was silently dropped is a wrong answer. What is null or left out is missing, which the answer says.
 */
export function readBody(definition: ModelDefinition, body: unknown): Asked {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new CountersignError('input.invalid', 'The body is a JSON object of features, or of a record id alone', { field: 'body' });
  const given: Record<string, ModelValue> = {};
  const entities = new Map<string, string | undefined>();
  for (const [name, value] of Object.entries(body)) {
    if (envelope.has(name)) continue;
    const feature = definition.features.find((each) => each.name === name);
    if (definition.ids.includes(name)) entities.set(name, entityIn(definition, name, value));
    if (feature && feature.class !== 'protected') given[name] = valueOf(feature, value);
    else if (!definition.ids.includes(name)) throw unknownMember(definition, name);
  }
  // Not the order of the body but that of the definition says which id counts.
  const entity = definition.ids.map((name) => entities.get(name)).find((each) => each !== undefined);
  return { given, ...(entity === undefined ? {} : { entity }) };
}

function entityIn(definition: ModelDefinition, name: string, value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  const isId = (typeof value === 'string' && /^[\w.:/-]{1,80}$/.test(value)) || (typeof value === 'number' && Number.isSafeInteger(value));
  if (!isId) throw new CountersignError('input.invalid', `${name} is the id of a record: letters, digits and . : / -`, { field: name });
  return `${definition.entity}:${value}`;
}

function valueOf(feature: ModelFeature, value: unknown): ModelValue {
  if (value === null || value === undefined) return null;
  switch (feature.kind) {
    case 'number':
      return numberOf(feature, value);
    case 'category':
      return levelOf(feature.name, value);
    case 'text':
      if (typeof value === 'string' && value.length <= longestText) return value;
      throw wrongType(feature.name, `a text of at most ${longestText} letters`);
    case 'series':
      if (Array.isArray(value) && value.length <= mostPeriods && value.every((each): each is number => Number.isFinite(each))) return value;
      throw wrongType(feature.name, `a list of at most ${mostPeriods} numbers`);
    case 'items':
      return itemsOf(feature.name, value);
  }
}

function numberOf(feature: ModelFeature, value: unknown): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrongType(feature.name, 'a number');
  return inRange(feature, value);
}

function levelOf(name: string, value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw wrongType(name, 'a text');
  if (String(value).length > 200) throw wrongType(name, 'a text of at most 200 letters');
  return String(value);
}

function itemsOf(name: string, value: unknown): ModelValue {
  if (!Array.isArray(value) || value.length > mostPeriods) throw wrongType(name, `a list of at most ${mostPeriods} items`);
  return value.map((item: unknown, index) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) throw wrongType(`${name}.${index}`, 'an object');
    for (const [member, cell] of Object.entries(item))
      if (cell !== null && typeof cell !== 'string' && !(typeof cell === 'number' && Number.isFinite(cell)))
        throw wrongType(`${name}.${index}.${member}`, 'a number or a text');
    // Every member was looked at.
    return item as Readonly<Record<string, number | string | null>>;
  });
}

function inRange({ name, range, unit }: ModelFeature, value: number): number {
  const { min = -Infinity, max = Infinity } = range ?? {};
  if (value >= min && value <= max) return value;
  const bounds = max === Infinity ? `at least ${min}` : min === -Infinity ? `at most ${max}` : `from ${min} to ${max}`;
  throw new CountersignError('input.invalid', `${name} has to be ${bounds}${unit === undefined ? '' : ` ${unit}`}`, { field: name });
}

const wrongType = (name: string, expected: string): CountersignError =>
  new CountersignError('input.invalid', `${name} has to be ${expected}`, { field: name });

function unknownMember(definition: ModelDefinition, name: string): CountersignError {
  const known = [...definition.ids, ...definition.features.filter((each) => each.class !== 'protected').map((each) => each.name)];
  // The name comes from the sender and is shown shortened.
  return new CountersignError('input.invalid', `${definition.id} does not know ${name.slice(0, 60)}; it takes ${known.join(', ')}`, {
    field: name.slice(0, 60),
  });
}
