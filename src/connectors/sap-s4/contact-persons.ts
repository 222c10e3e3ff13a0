import type { ContactPerson, ContactPersons } from '../../contracts/contact-persons.ts';
import type { CallOptions } from '../../contracts/call-options.ts';
import { ContactLinkRow, PersonRow } from './bridge-schema.ts';
import { byIds } from './by-ids.ts';
import { equalsText } from './literals.ts';
import { defined, refOf } from './map-codes.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { serviceOf } from './services.ts';

const $expand = 'to_BusinessPartnerAddress/to_EmailAddress,to_BusinessPartnerAddress/to_PhoneNumber';
const service = serviceOf.partners;

/** Persons are business partners of category 1; a relationship says whose contacts they are. */
export function contactPersons(deps: PortDeps): ContactPersons {
  const { name } = deps;
  return {
    async listForCustomer(customer, contacts, options) {
      const related = customer === undefined ? [] : await relatedTo(deps, customer, options);
      const [known, bearing] = await Promise.all([
        byIds(deps, { service, set: 'A_BusinessPartner', key: 'BusinessPartner', query: { $expand } }, related, options),
        byIds(deps, { service, set: 'A_BusinessPartner', key: 'BusinessPartnerIDByExtSystem', query: { $expand } }, contacts, options),
      ]);
      const found = new Map<string, ContactPerson>();
      for (const row of [...known, ...bearing]) {
        const person = parsed(name, PersonRow, row);
        if (person.BusinessPartnerCategory === '1')
          found.set(person.BusinessPartner, toPerson(name, person, related.includes(person.BusinessPartner)));
      }
      return [...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    },
  };
}

async function relatedTo({ client, name }: PortDeps, customer: string, options?: CallOptions): Promise<readonly string[]> {
  const query = { $filter: equalsText('BusinessPartnerCompany', customer).text, $select: 'BusinessPartnerPerson' };
  const call = { service, path: 'A_BusinessPartnerContact', query, signal: options?.signal };
  const { rows } = await client.list(call);
  return [...new Set(rows.map((row) => parsed(name, ContactLinkRow, row).BusinessPartnerPerson))];
}

function toPerson(connection: string, row: PersonRow, isRelated: boolean): ContactPerson {
  const [address] = row.to_BusinessPartnerAddress;
  const mail = address?.to_EmailAddress.find((one) => one.IsDefaultEmailAddress) ?? address?.to_EmailAddress[0];
  const phone = address?.to_PhoneNumber.find((one) => one.IsDefaultPhoneNumber) ?? address?.to_PhoneNumber[0];
  return {
    ref: refOf(connection, 'A_BusinessPartner', row.BusinessPartner, row),
    id: row.BusinessPartner,
    lastName: row.LastName ?? row.BusinessPartnerFullName ?? row.BusinessPartner,
    ...defined('firstName', row.FirstName),
    ...defined('email', mail?.EmailAddress),
    ...defined('phone', phone?.PhoneNumber),
    ...defined('language', row.CorrespondenceLanguage?.toLowerCase()),
    ...defined('crmContactId', row.BusinessPartnerIDByExtSystem),
    isBlocked: row.BusinessPartnerIsBlocked,
    ...defined('addressId', address?.AddressID),
    ...defined('emailNumber', mail?.OrdinalNumber),
    ...defined('phoneNumber', phone?.OrdinalNumber),
    isRelated,
  };
}
