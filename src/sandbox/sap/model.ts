/** What an OData V2 service offers, as data: `$metadata`, tables, filters, checks and answers are all made from it. */
type EdmType = 'String' | 'Decimal' | 'DateTime' | 'DateTimeOffset' | 'Boolean' | 'Guid' | 'Time';

export type Field = {
  readonly name: string;
  readonly type: EdmType;
  readonly maxLength?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly isKey: boolean;
  readonly isCreatable: boolean;
  readonly isUpdatable: boolean;
};

export type Navigation = {
  readonly name: string;
  readonly target: string;
  readonly isMany: boolean;
  /** Pairs of own field and target field that are equal. */
  readonly on: readonly (readonly [string, string])[];
};

export type EntitySet = {
  readonly name: string;
  readonly typeName: string;
  readonly service: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly keys: readonly string[];
  readonly navigations: ReadonlyMap<string, Navigation>;
  /** The field the ETag is made of, on the entity itself or on the parent it belongs to. */
  readonly etag?: {
    readonly field: string;
    /** Made of the value's hash, which no change stamp moves. */ readonly isHash?: boolean;
    readonly parent?: { readonly set: string; readonly key: string };
  };
  readonly isCreatable: boolean;
  readonly isUpdatable: boolean;
  readonly isDeletable: boolean;
};

export type FunctionImport = {
  readonly name: string;
  readonly returns: string;
  readonly isCollection: boolean;
  readonly parameters: readonly Field[];
  /** Changes something, so it is called by POST. */
  readonly isPosted?: boolean;
};

export type Service = {
  readonly name: string;
  /** `0002` for services addressed as NAME;v=0002. */
  readonly version?: string;
  /** XML namespace of the schema; the service's name unless it says otherwise. */
  readonly sets: ReadonlyMap<string, EntitySet>;
  readonly complexTypes: ReadonlyMap<string, readonly Field[]>;
  readonly functions: ReadonlyMap<string, FunctionImport>;
};

export type SetSpec = {
  readonly name: string;
  readonly keys: readonly string[];
  /** Words like `TotalNetAmount:Decimal16.3!`: name, type, length or precision.scale; `!` read-only, `+` only when created. */
  readonly fields: string;
  readonly navigations?: readonly string[];
  readonly etag?: EntitySet['etag'];
  /** Letters of create, update, delete: `CUD`. */
  readonly allows?: string;
};

export function service(
  name: string,
  specs: readonly SetSpec[],
  more: { version?: string; complexTypes?: Service['complexTypes']; functions?: readonly FunctionImport[] } = {},
): Service {
  return {
    name,
    ...(more.version === undefined ? {} : { version: more.version }),
    sets: new Map(specs.map((spec) => [spec.name, entitySet(name, spec)])),
    complexTypes: more.complexTypes ?? new Map(),
    functions: new Map((more.functions ?? []).map((one) => [one.name, one])),
  };
}

function entitySet(serviceName: string, spec: SetSpec): EntitySet {
  const allows = spec.allows ?? '';
  return {
    name: spec.name,
    typeName: `${spec.name}Type`,
    service: serviceName,
    fields: new Map(fieldsOf(spec.fields, spec.keys).map((field) => [field.name, field])),
    keys: spec.keys,
    navigations: new Map((spec.navigations ?? []).map(navigation).map((one) => [one.name, one])),
    ...(spec.etag ? { etag: spec.etag } : {}),
    isCreatable: allows.includes('C'),
    isUpdatable: allows.includes('U'),
    isDeletable: allows.includes('D'),
  };
}

export function fieldsOf(text: string, keys: readonly string[] = []): Field[] {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => {
      const match = /^(\w+):(String|Decimal|DateTimeOffset|DateTime|Boolean|Guid|Time)(\d+)?(?:\.(\d+))?([!+]?)$/.exec(word);
      if (!match) throw new Error(`the field specification ${word} cannot be read`);
      const [, name = '', type = 'String', size, scale, mark] = match;
      const isKey = keys.includes(name);
      return {
        name,
        // The expression above admits exactly these names.
        type: type as EdmType,
        ...(type === 'String' && size ? { maxLength: Number(size) } : {}),
        ...(type === 'Decimal' && size ? { precision: Number(size), scale: Number(scale ?? 0) } : {}),
        isKey,
        isCreatable: mark !== '!',
        isUpdatable: mark === '' && !isKey,
      };
    });
}

/** `to_Item*:A_SalesOrderItem(SalesOrder)`; `*` is to-many; `(Own=Target,…)` where the names differ. */
function navigation(text: string): Navigation {
  const match = /^(\w+)(\*?):(\w+)\(([^)]+)\)$/.exec(text);
  if (!match) throw new Error(`the navigation specification ${text} cannot be read`);
  const [, name = '', many, target = '', pairs = ''] = match;
  return {
    name,
    target,
    isMany: many === '*',
    on: pairs.split(',').map((pair) => {
      const [own = '', other = own] = pair.split('=');
      return [own, other] as const;
    }),
  };
}
