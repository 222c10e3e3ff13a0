import { foldText } from './fold.ts';

/** ISO 3166-1 alpha-2 code of a country written as a code or a name in one of eight languages; undefined where it is none. */
export function countryCode(text: string): string | undefined {
  const given = text.trim();
  if (given === '') return undefined;
  names ??= readNames();
  const compact = given.toUpperCase().replaceAll('.', '');
  return everyday[compact] ?? (names.codes.has(compact) ? compact : names.byName.get(nameKey(given)));
}

/** Codes and names that ISO does not know or knows otherwise, as address fields hold them. */
const everyday: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'UK GB|USA US|UNITED STATES OF AMERICA US|ENGLAND GB|SCOTLAND GB|WALES GB|NORTHERN IRELAND GB|GREAT BRITAIN GB|HOLLAND NL|EL GR|' +
    'DEU DE|AUT AT|CHE CH|FRA FR|GBR GB|ITA IT|ESP ES|PRT PT|NLD NL|BEL BE|LUX LU|DNK DK|SWE SE|NOR NO|FIN FI|IRL IE|POL PL|CZE CZ|SVK SK|HUN HU|' +
    'ROU RO|BGR BG|GRC GR|HRV HR|SVN SI|EST EE|LVA LV|LTU LT|TUR TR|RUS RU|UKR UA|CAN CA|MEX MX|BRA BR|ARG AR|CHL CL|COL CO|PER PE|VEN VE|' +
    'CHN CN|JPN JP|KOR KR|IND IN|AUS AU|NZL NZ|ZAF ZA|ISR IL|ARE AE|SAU SA|SGP SG|HKG HK|TWN TW|THA TH|MYS MY|IDN ID|PHL PH|VNM VN|EGY EG|' +
    'CZECH REPUBLIC CZ|RUSSIAN FEDERATION RU|KOREA KR|VIET NAM VN|TURKEY TR|BRASIL BR|MACEDONIA MK|IVORY COAST CI'
  )
    .split('|')
    .map((pair) => [pair.slice(0, -3), pair.slice(-2)]),
);

type Names = { readonly codes: ReadonlySet<string>; readonly byName: ReadonlyMap<string, string> };

let names: Names | undefined;

/** Read from the platform's own list once, on first use. */
function readNames(): Names {
  const codes = new Set<string>();
  const byName = new Map<string, string>();
  const lists = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'pt', 'sv', 'da'].map(
    (language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }),
  );
  for (let at = 0; at < 26 * 26; at += 1) {
    const code = String.fromCharCode(65 + Math.floor(at / 26), 65 + (at % 26));
    // A withdrawn code (FX, DD) is canonically another; X and Z codes are nobody's.
    if (new Intl.Locale(`und-${code}`).region !== code || /^(?:X|ZZ|Q[M-Z]|EU|EZ|UN)/.test(code)) continue;
    const found = lists.flatMap((list) => list.of(code) ?? []);
    if (found.length === 0) continue;
    codes.add(code);
    for (const name of found) if (!byName.has(nameKey(name))) byName.set(nameKey(name), code);
  }
  return { codes, byName };
}

function nameKey(name: string): string {
  return foldText(name)
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}
