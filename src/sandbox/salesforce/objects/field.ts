export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'boolean'
  | 'currency'
  | 'double'
  | 'percent'
  | 'int'
  | 'date'
  | 'datetime'
  | 'reference'
  | 'email'
  | 'phone'
  | 'url';

export type FieldKind = 'flag' | 'number' | 'day' | 'moment' | 'id' | 'text';

/** What values of a type look like, for literals and checks. */
export function kindOf(type: FieldType): FieldKind {
  return kinds[type];
}

const kinds: Readonly<Record<FieldType, FieldKind>> = {
  id: 'id',
  reference: 'id',
  boolean: 'flag',
  currency: 'number',
  double: 'number',
  percent: 'number',
  int: 'number',
  date: 'day',
  datetime: 'moment',
  string: 'text',
  textarea: 'text',
  picklist: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
};

export type FieldDef = {
  readonly name: string;
  readonly type: FieldType;
  readonly label: string;
  readonly length: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly filterable: boolean;
  readonly externalId: boolean;
  readonly unique: boolean;
  /** Kept in the value index, so that equality filters and lookups do not scan. */
  readonly indexed: boolean;
  readonly picklist?: readonly string[];
  readonly restricted: boolean;
  readonly referenceTo: readonly string[];
  readonly relationshipName?: string;
  readonly defaultValue?: string | number | boolean;
};

export type ChildRelationship = { readonly name: string; readonly child: string; readonly field: string };

export type ObjectDef = {
  readonly name: string;
  readonly label: string;
  readonly keyPrefix: string;
  readonly custom: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly fields: readonly FieldDef[];
  readonly children: readonly ChildRelationship[];
};

type Options = Partial<Omit<FieldDef, 'name' | 'type'>> & { readonly required?: boolean; readonly readOnly?: boolean };

function field(name: string, type: FieldType, length: number, options: Options): FieldDef {
  const { required, readOnly, ...rest } = options;
  return {
    name,
    type,
    label: name
      .replace(/__c$/, '')
      .replaceAll('_', ' ')
      .replace(/([a-z])([A-Z])/g, '$1 $2'),
    length,
    nillable: required !== true,
    createable: readOnly !== true,
    updateable: readOnly !== true,
    filterable: true,
    externalId: false,
    unique: false,
    indexed: rest.unique === true || rest.externalId === true || type === 'reference',
    restricted: false,
    referenceTo: [],
    ...rest,
  };
}

export const text = (name: string, length = 255, options: Options = {}) => field(name, 'string', length, options);
/** Long text cannot be filtered, as with the vendor. */
export const longText = (name: string, length = 32_000, options: Options = {}) =>
  field(name, 'textarea', length, { filterable: false, ...options });
export const flag = (name: string, options: Options = {}) => field(name, 'boolean', 0, { required: true, defaultValue: false, ...options });
export const amount = (name: string, options: Options = {}) => field(name, 'currency', 0, options);
export const percent = (name: string, options: Options = {}) => field(name, 'percent', 0, options);
export const day = (name: string, options: Options = {}) => field(name, 'date', 0, options);
export const moment = (name: string, options: Options = {}) => field(name, 'datetime', 0, options);
export const email = (name: string, options: Options = {}) => field(name, 'email', 80, options);
export const phone = (name: string, options: Options = {}) => field(name, 'phone', 40, options);
export const choice = (name: string, picklist: readonly string[], options: Options = {}) =>
  field(name, 'picklist', 255, { picklist, ...options });
/** A look-up; its relationship is the name without `Id`, or `X__r` of a custom `X__c`. */
export const lookup = (name: string, referenceTo: readonly string[], options: Options = {}) =>
  field(name, 'reference', 18, { referenceTo, relationshipName: name.replace(/Id$/, '').replace(/__c$/, '__r'), ...options });
/** A key other systems know the record by. Unique only where `unique` says so: the vendor allows both. */
export const externalKey = (name: string, length: number, unique: boolean) => field(name, 'string', length, { externalId: true, unique });

const systemFields: readonly FieldDef[] = [
  field('Id', 'id', 18, { required: true, readOnly: true }),
  flag('IsDeleted', { readOnly: true }),
  moment('CreatedDate', { required: true, readOnly: true }),
  lookup('CreatedById', ['User'], { required: true, readOnly: true }),
  moment('LastModifiedDate', { required: true, readOnly: true }),
  lookup('LastModifiedById', ['User'], { required: true, readOnly: true }),
  moment('SystemModstamp', { required: true, readOnly: true }),
];

type ObjectOptions = { readonly children?: readonly ChildRelationship[]; readonly createable?: boolean; readonly updateable?: boolean };

export function object(name: string, keyPrefix: string, fields: readonly FieldDef[], options: ObjectOptions = {}): ObjectDef {
  const custom = name.endsWith('__c');
  return {
    name,
    label: name.replace(/__c$/, '').replaceAll('_', ' '),
    keyPrefix,
    custom,
    createable: options.createable ?? true,
    updateable: options.updateable ?? true,
    fields: [...systemFields, ...fields],
    children: options.children ?? [],
  };
}
