import type { CreateContext } from './create-sales.ts';
import { dayCell } from './cells.ts';
import { equals } from './filter.ts';
import type { Input } from './input.ts';
import type { EntitySet } from './model.ts';
import { badRequest, SapError } from './sap-error.ts';
import { text } from './sales-status.ts';
import { setNamed } from './services.ts';
import type { Row } from './store.ts';

/** Somebody becomes a contact person of a company; once. */
export function createRelationship({ store, clock, ids }: CreateContext, { values }: Input): Row {
  const set = setNamed('A_BusinessPartnerContact');
  const company = text(values, 'BusinessPartnerCompany');
  const person = text(values, 'BusinessPartnerPerson');
  const category = (id: string): string =>
    text(store.get(setNamed('A_BusinessPartner'), { BusinessPartner: id }), 'BusinessPartnerCategory');
  if (category(company) !== '2') throw new SapError(400, 'R11/001', `Business partner ${company || '(empty)'} is no organization`);
  if (category(person) !== '1') throw new SapError(400, 'R11/001', `Business partner ${person || '(empty)'} is no person`);
  if (store.find(set, equals({ BusinessPartnerCompany: company, BusinessPartnerPerson: person })).length > 0)
    throw new SapError(400, 'R11/200', 'The relationship exists already in this period');
  return store.insert(set, {
    RelationshipCategory: 'BUR001',
    ...values,
    RelationshipNumber: String(700_000 + ids.next('sap-relationship')),
    ValidityStartDate: dayCell(clock.now().toISOString().slice(0, 10)),
    ValidityEndDate: dayCell('9999-12-31'),
  });
}

/** An e-mail address or a telephone number more, of an address that is there. */
export function createReach({ store }: CreateContext, set: EntitySet, { values }: Input): Row {
  const addressId = text(values, 'AddressID');
  if (store.find(setNamed('A_BusinessPartnerAddress'), equals({ AddressID: addressId })).length === 0)
    throw badRequest(`Address ${addressId || '(empty)'} does not exist`);
  const row = { Person: '', OrdinalNumber: '1', ...values };
  if (store.get(set, row)) throw new SapError(400, 'AM/010', 'Communication data with this number exists already');
  return store.insert(set, row);
}
