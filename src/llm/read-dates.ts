import type { Language } from './units.ts';

/** A date as printed; what was not printed is undefined. `alternatives` are other readings of the same digits. */
export type PrintedDate = { readonly year?: number; readonly month: number; readonly day?: number; readonly weekday?: number };

const monthNames: readonly string[] = [
  'january|jan|januar|jänner|janvier|janv|enero|ene',
  'february|feb|februar|février|févr|fév|febrero',
  'march|mar|märz|mär|mars|marzo',
  'april|apr|avril|avr|abril|abr',
  'may|mai|mayo',
  'june|jun|juni|juin|junio',
  'july|jul|juli|juillet|juil|julio',
  'august|aug|août|aou|agosto|ago',
  'september|sept|sep|septembre|septiembre|setiembre',
  'october|oct|oktober|okt|octobre|octubre',
  'november|nov|novembre|noviembre',
  'december|dec|dezember|dez|décembre|déc|diciembre|dic',
];
const weekdayNames: readonly string[] = [
  'sunday|sonntag|dimanche|domingo',
  'monday|montag|lundi|lunes',
  'tuesday|dienstag|mardi|martes',
  'wednesday|mittwoch|mercredi|miércoles',
  'thursday|donnerstag|jeudi|jueves',
  'friday|freitag|vendredi|viernes',
  'saturday|samstag|sonnabend|samedi|sábado',
];

const monthOf = numbered(monthNames, 1);
const weekdayOf = numbered(weekdayNames, 0);
const months = [...monthOf.keys()].toSorted((a, b) => b.length - a.length).join('|');
const weekdays = [...weekdayOf.keys()].join('|');
const before = String.raw`(?<![\p{L}\p{N}])`;
const after = String.raw`(?![\p{L}\p{N}])`;
const year = String.raw`(?<year>\d{4})`;

/** Each way to write a date, the most complete first. All four languages, whatever the text's own. */
const datePatterns: readonly (readonly [isWorthIt: RegExp, pattern: RegExp])[] = [
  [/\d-\d/, new RegExp(String.raw`${before}${year}-(?<monthNumber>\d{2})-(?<day>\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?${after}`, 'gu')],
  [
    /\d/,
    new RegExp(
      `${before}(?<day>\\d{1,2})(?:\\.|er|st|nd|rd|th|º)?\\s+(?:de\\s+|of\\s+)?(?<month>${months})\\.?(?:,?\\s+(?:del?\\s+)?${year})?${after}`,
      'giu',
    ),
  ],
  [
    /\d/,
    new RegExp(
      `${before}(?<month>${months})\\.?\\s+(?:(?<day>\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+${year})?|(?:de\\s+)?${year.replace('year', 'yearAlone')})${after}`,
      'giu',
    ),
  ],
  [
    /\d[./-]\d/,
    new RegExp(String.raw`${before}(?<first>\d{1,2})(?<mark>[./-])(?<second>\d{1,2})\k<mark>(?<year>\d{4}|\d{2})${after}`, 'gu'),
  ],
  [new RegExp(weekdays, 'i'), new RegExp(`${before}(?<weekdayAlone>${weekdays})${after}`, 'giu')],
];
const weekdayInFront = new RegExp(`${before}(${weekdays}),?\\s+(?:(?:den|dem|the|le|el)\\s+)?$`, 'iu');

/** The patterns worth trying on a text. */
export function datePatternsFor(text: string): readonly RegExp[] {
  return datePatterns.flatMap(([isWorthIt, pattern]) => (isWorthIt.test(text) ? [pattern] : []));
}

/** Words for days counted from now; the text is read at another time, so they are never right. */
export const relativeDays: Readonly<Record<Language, RegExp>> = {
  en: /(?<!\p{L})(?:today|tomorrow|tonight|yesterday|(?:next|this|last) (?:week|month|monday|tuesday|wednesday|thursday|friday))(?!\p{L})/giu,
  de: /(?<!\p{L})(?:heute|gestern|übermorgen|vorgestern|(?:nächste|kommende|letzte|diese)[nrs]? (?:woche|monat))(?!\p{L})/giu,
  fr: /(?<!\p{L})(?:aujourd['’]hui|demain|hier|(?:la semaine|le mois) (?:prochaine?|dernière?))(?!\p{L})/giu,
  es: /(?<!\p{L})(?:hoy|mañana|ayer|(?:la próxima|el próximo) (?:semana|mes)|la semana que viene)(?!\p{L})/giu,
};

/** All readings of a match; `3/4/2026` has two in English. Nothing where the digits are no date. */
export function readDate(match: RegExpExecArray, language: Language): readonly PrintedDate[] {
  const groups: Readonly<Record<string, string | undefined>> = match.groups ?? {};
  const printedYear = groups['year'] ?? groups['yearAlone'];
  const named = weekdayInFront.exec(match.input.slice(Math.max(0, match.index - 20), match.index))?.[1];
  const common = {
    ...(printedYear ? { year: Number(printedYear.length === 2 ? `20${printedYear}` : printedYear) } : {}),
    ...(named ? { weekday: weekdayOf.get(named.toLowerCase()) ?? 0 } : {}),
  };
  if (groups['first']) {
    const [first, second] = [Number(groups['first']), Number(groups['second'])];
    const readings = [{ ...common, day: first, month: second }];
    if (language === 'en') readings.push({ ...common, day: second, month: first });
    return readings.filter((date) => date.month >= 1 && date.month <= 12 && date.day <= 31);
  }
  const month = groups['month'] ? monthOf.get(groups['month'].toLowerCase()) : Number(groups['monthNumber']);
  return month ? [{ ...common, month, ...(groups['day'] ? { day: Number(groups['day']) } : {}) }] : [];
}

/** The weekday a lone name means, 0 for Sunday. */
export function readWeekday(match: RegExpExecArray): number | undefined {
  return weekdayOf.get((match.groups?.['weekdayAlone'] ?? '').toLowerCase());
}

export function isDate(printed: PrintedDate, fact: string): boolean {
  const [year, month, day] = fact.slice(0, 10).split('-').map(Number);
  return (
    printed.month === month &&
    (printed.day === undefined || printed.day === day) &&
    (printed.year === undefined || printed.year === year) &&
    (printed.weekday === undefined || printed.weekday === weekdayOfDate(fact))
  );
}

export function weekdayOfDate(fact: string): number {
  return new Date(`${fact.slice(0, 10)}T00:00:00Z`).getUTCDay();
}

function numbered(names: readonly string[], from: number): Map<string, number> {
  return new Map(names.flatMap((alternatives, index) => alternatives.split('|').map((name) => [name, index + from] as const)));
}
