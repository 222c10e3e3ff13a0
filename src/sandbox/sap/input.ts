import type { Json, JsonObject } from '../../contracts/json.ts';
import { fromJson } from './edm-values.ts';
import type { EntitySet } from './model.ts';
import { badRequest, SapError } from './sap-error.ts';
import { setNamed } from './services.ts';
import type { Row } from './store.ts';

/** A request body checked against the model: cells of the fields, and deep inserts by navigation. */
export type Input = { readonly values: Row; readonly children: ReadonlyMap<string, readonly Input[]> };

export function parseBody(text: string): JsonObject {
  let parsed: Json;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw badRequest('Error while parsing a JSON stream');
  }
  if (!isObject(parsed)) throw badRequest('The body must be a JSON object');
  return isObject(parsed['d']) ? parsed['d'] : parsed;
}

export function readInput(set: EntitySet, body: JsonObject, mode: 'create' | 'update'): Input {
  const values: Record<string, Row[string]> = {};
  const children = new Map<string, readonly Input[]>();
  for (const [name, value] of Object.entries(body)) {
    if (name === '__metadata') continue;
    const navigation = set.navigations.get(name);
    if (navigation) {
      if (mode === 'update') throw badRequest(`Deep update of '${name}' is not supported`);
      const inner = listed(value).map((one) => readInput(setNamed(navigation.target), one, 'create'));
      if (inner.length > 0) children.set(name, inner);
      continue;
    }
    const field = set.fields.get(name);
    if (!field) throw badRequest(`Property '${name}' is invalid`);
    const isAllowed = mode === 'create' ? field.isCreatable : field.isUpdatable;
    if (!isAllowed) throw new SapError(400, '/IWBEP/CX_MGW_BUSI_EXCEPTION', `Property '${name}' must not be set on ${mode}`);
    values[name] = fromJson(field, value);
  }
  return { values, children };
}

/** Deep inserts come as a list, as `{ results: [] }`, or as one object; a deferred link counts as nothing. */
function listed(value: Json): JsonObject[] {
  if (value === null) return [];
  const list = Array.isArray(value)
    ? value
    : isObject(value) && Array.isArray(value['results'])
      ? value['results']
      : isObject(value) && value['__deferred'] === undefined
        ? [value]
        : [];
  return list.filter((one: Json): one is JsonObject => isObject(one));
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
