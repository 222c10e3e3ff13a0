import type { SpanKind } from '../../contracts/detection.ts';
import { isAhv, isAustrianSvnr, isSwissUid } from './alps.ts';
import { isAbn, isTfn } from './australia.ts';
import { isCnpj, isCpf } from './brazil.ts';
import { isNhsNumber, isNino } from './britain.ts';
import { isNir, isSiren, isSiret } from './france.ts';
import { isRentenversicherungsnummer, isSteuerId } from './germany.ts';
import { isAadhaar, isIndianPan } from './india.ts';
import { isCodiceFiscale, isPartitaIva } from './italy.ts';
import { isBelgianVat, isBsn, isRijksregisternummer } from './low-countries.ts';
import { hasEinShape, isItin, isSin, isSsn } from './north-america.ts';
import { isNip, isPesel } from './poland.ts';
import { isPortugueseNif } from './portugal.ts';
import { isCif, isDni, isNie } from './spain.ts';
import { isOrganisationsnummer, isPersonnummer } from './sweden.ts';
import { hasVatShape, isDistinctiveVatId, isVatId } from './vat.ts';

/**
 * One kind of number a state gives to a person or a company.
 * - `country`: ISO 3166-1 alpha-2; EU for numbers of several countries
 * - `minLength`, `maxLength`: characters of the compact form; `hasLetters` tells whether any may be a letter
 * - `isValid`: takes the compact form
 * - `cues`: lower-case words that announce the number in the languages of the country
 * - `needsCue`: bare, the number is too easily another one; it counts only beside a cue or in one of `forms`
 * - `forms`: ways of writing that tell by themselves, `9` a digit and `A` a letter
 */
export type NationalId = {
  readonly id: string;
  readonly country: string;
  readonly kind: SpanKind;
  readonly minLength: number;
  readonly maxLength: number;
  readonly hasLetters: boolean;
  readonly isValid: (compact: string) => boolean;
  readonly cues: readonly string[];
  readonly needsCue: boolean;
  readonly forms: readonly string[];
};

type Row = readonly [id: string, kind: SpanKind, length: number | readonly [number, number], isValid: (compact: string) => boolean];
type More = { readonly standsAlone?: true; readonly hasLetters?: true; readonly forms?: readonly string[]; readonly cues: string };

/** `id` begins with the country; cues are set apart by commas. */
function row([id, kind, length, isValid]: Row, { standsAlone, hasLetters, forms, cues }: More): NationalId {
  const [minLength, maxLength] = typeof length === 'number' ? [length, length] : length;
  return {
    id,
    country: id.slice(0, 2).toUpperCase(),
    kind,
    minLength,
    maxLength,
    hasLetters: hasLetters === true,
    isValid,
    cues: cues.split(', '),
    needsCue: standsAlone !== true,
    forms: forms ?? [],
  };
}

const vatCues =
  'vat, vat id, vat no, vat number, vat reg, tva, n° tva, iva, ust-id, ust-idnr, ust-id-nr, umsatzsteuer-id, mwst, uid-nummer, btw, btw-nummer, btw-id, moms, momsregistreringsnummer, vat-nummer, nip, numer vat, alv-numero, áfa, dič, dph, ddv, pvm, pvn, afm, αφμ, ддс';

export const nationalIds: readonly NationalId[] = [
  row(['us-ssn', 'SSN', 9, isSsn], {
    forms: ['999-99-9999'],
    cues: 'ssn, ss#, ss no, social security, social security number, social security no, social sec',
  }),
  row(['us-itin', 'TAXID', 9, isItin], {
    forms: ['999-99-9999'],
    cues: 'itin, individual taxpayer, taxpayer id, taxpayer identification, tin',
  }),
  row(['us-ein', 'TAXID', 9, hasEinShape], { cues: 'ein, fein, employer id, employer identification, federal tax id, tax id, tin' }),
  row(['ca-sin', 'NATIONALID', 9, isSin], {
    cues: "sin, social insurance, social insurance number, nas, numéro d’assurance sociale, numéro d'assurance sociale, assurance sociale",
  }),
  row(['gb-nino', 'NATIONALID', 9, isNino], {
    hasLetters: true,
    forms: ['AA 99 99 99 A'],
    cues: 'ni number, ni no, nino, national insurance, national insurance number',
  }),
  row(['gb-nhs', 'NATIONALID', 10, isNhsNumber], { cues: 'nhs, nhs number, nhs no, patient number' }),
  row(['de-steuer-id', 'TAXID', 11, isSteuerId], {
    forms: ['99 999 999 999'],
    cues: 'steuer-id, steuerid, steuer-idnr, idnr, id-nr, identifikationsnummer, steueridentifikationsnummer, steuer-identifikationsnummer, steuerliche identifikationsnummer, tin, tax id',
  }),
  row(['de-rvnr', 'NATIONALID', 12, isRentenversicherungsnummer], {
    standsAlone: true,
    hasLetters: true,
    cues: 'sozialversicherungsnummer, sv-nummer, sv-nr, svnr, rentenversicherungsnummer, rv-nummer, rvnr, versicherungsnummer',
  }),
  row(['fr-nir', 'NATIONALID', 15, isNir], {
    standsAlone: true,
    hasLetters: true,
    cues: 'nir, insee, numéro de sécurité sociale, n° de sécurité sociale, n° sécurité sociale, sécurité sociale, numéro ss, n° ss, carte vitale',
  }),
  row(['fr-siren', 'TAXID', 9, isSiren], { cues: 'siren, n° siren, rcs' }),
  row(['fr-siret', 'TAXID', 14, isSiret], { forms: ['999 999 999 99999'], cues: 'siret, n° siret' }),
  row(['es-dni', 'NATIONALID', 9, isDni], {
    hasLetters: true,
    forms: ['99.999.999-A', '99999999-A'],
    cues: 'dni, d.n.i, nif, documento nacional de identidad, documento de identidad, n.i.f',
  }),
  row(['es-nie', 'NATIONALID', 9, isNie], {
    hasLetters: true,
    forms: ['A-9999999-A', 'A9999999-A'],
    cues: 'nie, n.i.e, nif, número de identidad de extranjero, extranjero',
  }),
  row(['es-cif', 'TAXID', 9, isCif], { hasLetters: true, cues: 'cif, c.i.f, nif, código de identificación fiscal, identificación fiscal' }),
  row(['it-codice-fiscale', 'NATIONALID', 16, isCodiceFiscale], {
    standsAlone: true,
    hasLetters: true,
    cues: 'codice fiscale, cod. fisc, cod fiscale, c.f, cf',
  }),
  row(['it-partita-iva', 'TAXID', 11, isPartitaIva], { cues: 'partita iva, p. iva, p.iva, p iva, piva' }),
  row(['nl-bsn', 'NATIONALID', 9, isBsn], { cues: 'bsn, burgerservicenummer, sofinummer, sofi-nummer, sofi, citizen service number' }),
  row(['be-national', 'NATIONALID', 11, isRijksregisternummer], {
    forms: ['99.99.99-999.99', '99.99.99 999-99'],
    cues: 'rijksregisternummer, rijksregister, insz, numéro national, n° national, registre national, niss, nationaal nummer, nrn',
  }),
  row(['be-enterprise', 'TAXID', 10, isBelgianVat], {
    forms: ['9999.999.999'],
    cues: "ondernemingsnummer, kbo, bce, numéro d’entreprise, numéro d'entreprise, btw, tva",
  }),
  row(['pl-pesel', 'NATIONALID', 11, isPesel], { cues: 'pesel, nr pesel, numer pesel' }),
  row(['pl-nip', 'TAXID', 10, isNip], {
    forms: ['999-999-99-99', '999-99-99-999'],
    cues: 'nip, nr nip, numer nip, numer identyfikacji podatkowej',
  }),
  row(['se-personnummer', 'NATIONALID', [10, 12], isPersonnummer], {
    hasLetters: true,
    forms: ['999999-9999', '999999+9999', '99999999-9999', '999999-A999'],
    cues: 'personnummer, persnr, pers.nr, pnr, samordningsnummer, personal identity number',
  }),
  row(['se-orgnr', 'TAXID', 10, isOrganisationsnummer], { cues: 'organisationsnummer, orgnr, org.nr, org nr, org.nummer' }),
  row(['in-pan', 'TAXID', 10, isIndianPan], { hasLetters: true, cues: 'pan, pan card, pan no, pan number, permanent account number' }),
  row(['in-aadhaar', 'NATIONALID', 12, isAadhaar], {
    forms: ['9999 9999 9999'],
    cues: 'aadhaar, aadhar, adhar, uid, uidai, aadhaar number, आधार',
  }),
  row(['br-cpf', 'NATIONALID', 11, isCpf], {
    forms: ['999.999.999-99', '999999999-99'],
    cues: 'cpf, cpf nº, cpf n°, cadastro de pessoas físicas',
  }),
  row(['br-cnpj', 'TAXID', 14, isCnpj], {
    hasLetters: true,
    forms: ['99.999.999/9999-99'],
    cues: 'cnpj, cnpj nº, cadastro nacional da pessoa jurídica',
  }),
  row(['au-tfn', 'TAXID', 9, isTfn], { cues: 'tfn, tax file number, tax file no' }),
  row(['au-abn', 'TAXID', 11, isAbn], { forms: ['99 999 999 999'], cues: 'abn, australian business number' }),
  row(['ch-ahv', 'NATIONALID', 13, isAhv], {
    forms: ['999.9999.9999.99'],
    cues: 'ahv, ahv-nummer, ahv-nr, ahvn13, avs, numéro avs, n° avs, avs-nummer, numero avs, sozialversicherungsnummer, oasi',
  }),
  row(['ch-uid', 'TAXID', 12, isSwissUid], {
    standsAlone: true,
    hasLetters: true,
    cues: 'uid, uid-nummer, ide, idi, mwst, tva, iva, unternehmens-identifikationsnummer',
  }),
  row(['at-svnr', 'NATIONALID', 10, isAustrianSvnr], {
    forms: ['9999 999999'],
    cues: 'svnr, sv-nr, sv-nummer, sozialversicherungsnummer, versicherungsnummer, vsnr',
  }),
  row(['pt-nif', 'TAXID', 9, isPortugueseNif], {
    cues: 'nif, nipc, contribuinte, número de contribuinte, n.º de contribuinte, identificação fiscal',
  }),
  row(['eu-vat', 'TAXID', [10, 14], isDistinctiveVatId], { standsAlone: true, hasLetters: true, cues: vatCues }),
  row(['eu-vat-weak', 'TAXID', [8, 14], (text) => isVatId(text) || hasVatShape(text)], { hasLetters: true, cues: vatCues }),
];
