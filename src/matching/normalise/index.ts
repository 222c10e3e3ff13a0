export { cityName, postalCode, splitAddress, streetAddress, type AddressParts, type Street } from './address.ts';
export { companyName, type CompanyName } from './company-name.ts';
export { countryCode } from './country.ts';
export { compactCode, foldText, foldedWords } from './fold.ts';
export { givenName, personName, personOf, type PersonName } from './person-name.ts';
export { phoneNumber, type Phone } from './phone.ts';
export { taxId, type TaxId } from './tax-id.ts';
export { companyDomain, emailAddress, webDomain, type EmailAddress } from './web.ts';
