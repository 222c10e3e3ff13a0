import type { EntitySet, Field, FunctionImport, Navigation, Service } from './model.ts';

/** The EDMX of a service, made from its model. Names and types are the vendor's own; labels are left out. */
export function metadataXml(service: Service): string {
  const sets = [...service.sets.values()];
  const links = sets.flatMap((set) =>
    [...set.navigations.values()].map((navigation) => ({ set, navigation, name: `assoc_${set.name}_${navigation.name}` })),
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" xmlns:sap="http://www.sap.com/Protocols/SAPData">
<edmx:DataServices m:DataServiceVersion="2.0">
<Schema Namespace="${service.name}" xml:lang="en" sap:schema-version="1" xmlns="http://schemas.microsoft.com/ado/2008/09/edm">
${sets.map((set) => entityType(service, set)).join('\n')}
${[...service.complexTypes].map(([name, fields]) => `<ComplexType Name="${name}">${fields.map((field) => property(field)).join('')}</ComplexType>`).join('\n')}
${links.map(({ set, navigation, name }) => association(service, set, navigation, name)).join('\n')}
<EntityContainer Name="${service.name}_Entities" m:IsDefaultEntityContainer="true" sap:supported-formats="json">
${sets.map((set) => entitySet(service, set)).join('\n')}
${links.map(({ set, navigation, name }) => associationSet(service, set, navigation, name)).join('\n')}
${[...service.functions.values()].map((one) => functionImport(service, one)).join('\n')}
</EntityContainer>
</Schema>
</edmx:DataServices>
</edmx:Edmx>`;
}

function entityType(service: Service, set: EntitySet): string {
  const fields = [...set.fields.values()].map((field) => property(field, set)).join('\n');
  const navigations = [...set.navigations.values()].map(
    ({ name }) =>
      `<NavigationProperty Name="${name}" Relationship="${service.name}.assoc_${set.name}_${name}" FromRole="From_${set.name}_${name}" ToRole="To_${set.name}_${name}"/>`,
  );
  const keys = set.keys.map((key) => `<PropertyRef Name="${key}"/>`).join('');
  return `<EntityType Name="${set.typeName}" sap:content-version="1">\n<Key>${keys}</Key>\n${fields}\n${navigations.join('\n')}</EntityType>`;
}

function property(field: Field, set?: EntitySet): string {
  const parts = [`Name="${field.name}"`, `Type="Edm.${field.type}"`];
  if (field.isKey) parts.push('Nullable="false"');
  if (field.maxLength !== undefined) parts.push(`MaxLength="${field.maxLength}"`);
  if (field.type === 'Decimal') parts.push(`Precision="${field.precision ?? 16}" Scale="${field.scale ?? 3}"`);
  if (field.type === 'DateTimeOffset') parts.push('Precision="7"');
  if (field.type === 'DateTime') parts.push('Precision="0" sap:display-format="Date"');
  if (set) parts.push(...rules(field, set));
  return `<Property ${parts.join(' ')}/>`;
}

function rules(field: Field, set: EntitySet): string[] {
  const isVersion = set.etag !== undefined && !set.etag.parent && set.etag.field === field.name;
  return [
    ...(isVersion ? ['ConcurrencyMode="Fixed"'] : []),
    ...(set.isCreatable && field.isCreatable ? [] : ['sap:creatable="false"']),
    ...(set.isUpdatable && field.isUpdatable ? [] : ['sap:updatable="false"']),
  ];
}

function association(service: Service, set: EntitySet, navigation: Navigation, name: string): string {
  const target = [...service.sets.values()].find((one) => one.name === navigation.target);
  return `<Association Name="${name}" sap:content-version="1"><End Type="${service.name}.${set.typeName}" Multiplicity="${navigation.isMany ? '1' : '*'}" Role="From_${set.name}_${navigation.name}"/><End Type="${service.name}.${target?.typeName ?? ''}" Multiplicity="${navigation.isMany ? '*' : '0..1'}" Role="To_${set.name}_${navigation.name}"/></Association>`;
}

function associationSet(service: Service, set: EntitySet, navigation: Navigation, name: string): string {
  return `<AssociationSet Name="${name}" Association="${service.name}.${name}" sap:content-version="1"><End EntitySet="${set.name}" Role="From_${set.name}_${navigation.name}"/><End EntitySet="${navigation.target}" Role="To_${set.name}_${navigation.name}"/></AssociationSet>`;
}

function entitySet(service: Service, set: EntitySet): string {
  const off = [
    set.isCreatable ? '' : ' sap:creatable="false"',
    set.isUpdatable ? '' : ' sap:updatable="false"',
    set.isDeletable ? '' : ' sap:deletable="false"',
  ].join('');
  return `<EntitySet Name="${set.name}" EntityType="${service.name}.${set.typeName}"${off} sap:content-version="1"/>`;
}

function functionImport(service: Service, one: FunctionImport): string {
  const type = `${service.name}.${one.returns}`;
  const parameters = one.parameters.map(
    (field) =>
      `<Parameter Name="${field.name}" Type="Edm.${field.type}" Mode="In"${field.maxLength === undefined ? '' : ` MaxLength="${field.maxLength}"`}/>`,
  );
  return `<FunctionImport Name="${one.name}" ReturnType="${one.isCollection ? `Collection(${type})` : type}" m:HttpMethod="GET">${parameters.join('')}</FunctionImport>`;
}
