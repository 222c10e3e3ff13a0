import type { CompanyMatch, CompanyProfile, CompanyQuestion } from '../../contracts/company-data.ts';
import { defined } from '../../contracts/defined.ts';
import type { Query } from '../core/index.ts';
import type { DataReply, MatchReply } from './schema.ts';
import type { z } from 'zod';

/** The parameters of cleanseMatch. What a question does not hold is not sent. */
export function toQuery({ name, country, street, city, postalCode, registrationNumber }: CompanyQuestion): Query {
  return defined({
    name,
    countryISOAlpha2Code: country,
    streetAddressLine1: street,
    addressLocality: city,
    postalCode,
    registrationNumber,
    candidateMaximumQuantity: 5,
  });
}

export function toMatches({ matchCandidates }: z.infer<typeof MatchReply>): readonly CompanyMatch[] {
  return (matchCandidates ?? [])
    .map(({ organization, matchQualityInformation: { confidenceCode, matchGradeComponents } }) => ({
      duns: organization.duns,
      confidence: confidenceCode,
      grades: (matchGradeComponents ?? []).flatMap(({ componentType, componentRating }) =>
        // Z: one of the two says nothing.
        componentRating === undefined || componentRating === 'Z' ? [] : [`${componentType} ${componentRating}`],
      ),
    }))
    .toSorted((a, b) => b.confidence - a.confidence);
}

/** Direct+ numbers operating states; this one is out of business. */
const outOfBusiness = 403;

export function toProfile({ organization }: DataReply): CompanyProfile {
  const { duns, primaryName: name, primaryAddress: place, countryISOAlpha2Code, dunsControlStatus } = organization;
  const lines = [place?.streetAddress?.line1, place?.streetAddress?.line2].filter((line) => filled(line) !== undefined);
  const [phone] = organization.telephone ?? [];
  const tax = organization.registrationNumbers?.find(({ typeDescription }) => /\b(?:VAT|tax)\b/i.test(typeDescription ?? ''));
  return defined({
    duns,
    name,
    street: filled(lines.join(', ')),
    city: filled(place?.addressLocality?.name),
    postalCode: filled(place?.postalCode),
    country: filled(countryISOAlpha2Code) ?? filled(place?.addressCountry?.isoAlpha2Code),
    phone: numberOf(phone),
    taxId: filled(tax?.registrationNumber),
    isActive: dunsControlStatus?.operatingStatus?.dnbCode !== outOfBusiness,
  });
}

const filled = (text: string | undefined): string | undefined => (text === undefined || text.trim() === '' ? undefined : text.trim());

function numberOf(phone: { telephoneNumber?: string | undefined; isdCode?: string | undefined } | undefined): string | undefined {
  const number = filled(phone?.telephoneNumber);
  const country = filled(phone?.isdCode);
  return number === undefined || country === undefined ? number : `+${country} ${number}`;
}
