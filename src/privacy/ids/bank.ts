import { digitAt, letterAt, mod97 } from './checksums.ts';

/**
 * An international bank account number: two letters, two check digits, the length its country set (SWIFT IBAN registry)
 * and what is left over 97 is 1 (ISO 13616). Takes the compact form.
 */
export function isIban(text: string): boolean {
  return hasIbanShape(text) && mod97(text.slice(4) + text.slice(0, 4)) === 1;
}

/** Country and length of an account number, check digits not looked at: enough beside the word IBAN, never without. */
export function hasIbanShape(text: string): boolean {
  if (ibanLengths.get(text.slice(0, 2)) !== text.length || digitAt(text, 2) < 0 || digitAt(text, 3) < 0) return false;
  for (let at = 4; at < text.length; at += 1) if (digitAt(text, at) < 0 && letterAt(text, at) < 0) return false;
  return true;
}

/** Longest number of the registry. */
export const longestIban = 33;

export const ibanLengths: ReadonlyMap<string, number> = new Map(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18
FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27
MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27
SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/**
 * The shape of a business identifier code (ISO 9362): four letters, a country, two letters or digits, and three more for
 * a branch. No checksum: `DELIVERY` has the shape, so a cue has to stand beside it.
 */
export function hasBicShape(text: string): boolean {
  if (text.length !== 8 && text.length !== 11) return false;
  for (let at = 0; at < text.length; at += 1) {
    if (letterAt(text, at) < 0 && (at < 6 || digitAt(text, at) < 0)) return false;
  }
  return countries.has(text.slice(4, 6));
}

/** ISO 3166-1 alpha-2, and XK, which banks use for Kosovo. */
const countries: ReadonlySet<string> = new Set(
  `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI
CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ
GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG
PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK
TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW`.split(/\s+/),
);
