import type { Surface } from '../contracts/vault.ts';
import { shapeOf, type Shape } from './walk.ts';

type ObjectShape = Extract<Shape, { is: 'object' }>;
type Typed = { readonly idField: string | undefined; readonly fields: string };

const known = new WeakMap<ObjectShape, Typed>();

/**
 * Which record an object of a typed answer is: its business id, and the type its `ref` names or, where it has none, the
 * names of its fields. Undefined for an object without an id.
 */
export function recordOf(shape: ObjectShape, value: Readonly<Record<PropertyKey, unknown>>): Surface['record'] {
  let typed = known.get(shape);
  if (!typed) known.set(shape, (typed = typedOf(shape)));
  const id = typed.idField === undefined ? undefined : value[typed.idField];
  if (typeof id !== 'string' || id === '') return undefined;
  return { type: typeOf(value['ref']) ?? typed.fields, id };
}

function typedOf(shape: ObjectShape): Typed {
  const isId = (name: string): boolean => {
    const field = shape.fields.get(name);
    return field !== undefined && shapeOf(field).leaf?.class === 'business-id';
  };
  const names = [...shape.fields.keys()];
  return { idField: isId('id') ? 'id' : names.find(isId), fields: names.toSorted().join(',') };
}

function typeOf(ref: unknown): string | undefined {
  if (typeof ref !== 'object' || ref === null || !('connection' in ref) || !('type' in ref)) return undefined;
  return typeof ref.connection === 'string' && typeof ref.type === 'string' ? `${ref.connection}/${ref.type}` : undefined;
}
