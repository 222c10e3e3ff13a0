import { basePath } from './api.ts';
import type { FieldDef, ObjectDef } from './objects/index.ts';
import type { Json } from './soql/run.ts';

/** Rights show in a describe, as with the vendor: what the API user may not do is not createable or updateable. */
export function describeBrief(object: ObjectDef, denied: ReadonlySet<string>): Json {
  return {
    name: object.name,
    label: object.label,
    labelPlural: `${object.label}s`,
    keyPrefix: object.keyPrefix,
    custom: object.custom,
    createable: object.createable && !denied.has(`${object.name}.create`),
    updateable: object.updateable && !denied.has(`${object.name}.update`),
    deletable: object.updateable && !denied.has(`${object.name}.update`),
    queryable: true,
    retrieveable: true,
    searchable: true,
  };
}

export function describe(object: ObjectDef, denied: ReadonlySet<string>, version: number): Json {
  const base = `${basePath(version)}/sobjects/${object.name}`;
  return Object.assign({}, describeBrief(object, denied), {
    urls: { sobject: base, describe: `${base}/describe`, rowTemplate: `${base}/{ID}` },
    childRelationships: object.children.map(({ name, child, field }) => ({
      relationshipName: name,
      childSObject: child,
      field,
      cascadeDelete: false,
    })),
    recordTypeInfos: [],
    fields: object.fields.map((field) => describeField(field, object, denied)),
  });
}

function describeField(field: FieldDef, object: ObjectDef, denied: ReadonlySet<string>): Json {
  return {
    name: field.name,
    type: field.type,
    label: field.label,
    length: field.length,
    custom: field.name.endsWith('__c'),
    nillable: field.nillable,
    createable: field.createable && object.createable && !denied.has(`${object.name}.create`),
    updateable: field.updateable && object.updateable && !denied.has(`${object.name}.update`),
    filterable: field.filterable,
    sortable: field.filterable,
    externalId: field.externalId,
    idLookup: field.name === 'Id' || field.externalId,
    unique: field.unique,
    caseSensitive: false,
    calculated: false,
    defaultedOnCreate: field.defaultValue !== undefined,
    restrictedPicklist: field.restricted,
    picklistValues: (field.picklist ?? []).map((value) => ({
      value,
      label: value,
      active: true,
      defaultValue: value === field.defaultValue,
    })),
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName ?? null,
  };
}
