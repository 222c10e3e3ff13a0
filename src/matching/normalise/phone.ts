export type Phone = {
  /** Country calling code, where the number or the record's country says which. */
  readonly calling: string | undefined;
  /** The digits behind it, without the trunk zero. */
  readonly national: string;
};

/**
 * A telephone number as it is compared: digits, calling code apart, extensions gone. Only numbers somebody could dial: seven to
 * fifteen digits that are not all the same or counted up.
 */
export function phoneNumber(text: string, country?: string): Phone | undefined {
  const withoutExtension = text
    .replace(/(?:\b(?:ext|extension|durchwahl|dw|poste)\b\.?|[x#])\s*:?\s*\d{1,5}\s*$/i, '')
    .replaceAll('(0)', '');
  const isInternational = /^[\s(]*(?:\+|00)/.test(withoutExtension);
  let digits = withoutExtension.replace(/\D/g, '');
  if (isInternational) {
    digits = digits.replace(/^00/, '');
    const calling = callingCodeOf(digits);
    return dialled(calling, digits.slice(calling?.length ?? 0));
  }
  const calling = country === undefined ? undefined : callingCodes[country];
  if (calling === '1' && digits.length === 11 && digits.startsWith('1')) digits = digits.slice(1);
  return dialled(calling, digits);
}

function dialled(calling: string | undefined, digits: string): Phone | undefined {
  const national = digits.replace(/^0+/, '');
  if (national.length < 6 || national.length > 15 || /^(\d)\1+$/.test(national) || '1234567890123'.startsWith(national)) return undefined;
  return { calling, national };
}

/** Calling codes are prefix-free, so the first that fits is the one. */
function callingCodeOf(digits: string): string | undefined {
  for (let length = 1; length <= 3; length += 1) if (known.has(digits.slice(0, length))) return digits.slice(0, length);
  return undefined;
}

/** ITU E.164 country codes of the countries business partners are likely to be in. */
const callingCodes: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'US1 CA1 RU7 KZ7 EG20 ZA27 GR30 NL31 BE32 FR33 ES34 HU36 IT39 RO40 CH41 AT43 GB44 DK45 SE46 NO47 PL48 DE49 PE51 MX52 CU53 AR54 BR55 CL56 CO57 VE58 ' +
    'MY60 AU61 ID62 PH63 NZ64 SG65 TH66 JP81 KR82 VN84 CN86 TR90 IN91 PK92 AF93 LK94 IR98 MA212 DZ213 TN216 LY218 SN221 CI225 NG234 KE254 TZ255 UG256 ' +
    'GH233 ET251 PT351 LU352 IE353 IS354 AL355 MT356 CY357 FI358 BG359 LT370 LV371 EE372 MD373 AM374 BY375 UA380 RS381 ME382 HR385 SI386 BA387 MK389 CZ420 SK421 LI423 ' +
    'GT502 SV503 HN504 NI505 CR506 PA507 BO591 EC593 PY595 UY598 HK852 MO853 KH855 BD880 TW886 LB961 JO962 SY963 IQ964 KW965 SA966 YE967 OM968 AE971 IL972 BH973 QA974 NP977 UZ998 GE995 AZ994'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), entry.slice(2)]),
);
const known = new Set(Object.values(callingCodes));
