import { foldWord } from './fold.ts';

/** Days of the question, both included; `from` and `to` are the same for a single day. ISO days in the asker's time zone. */
export type Period = { readonly from: string; readonly to: string; readonly start: number; readonly end: number };

const dayMs = 86_400_000;
const months: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'january januar janvier enero jan',
    'february februar fevrier febrero feb fev',
    'march marz maerz mars marzo mar mrz',
    'april avril abril apr abr avr',
    'may mai mayo',
    'june juni juin junio jun',
    'july juli juillet julio jul',
    'august aout agosto aug ago',
    'september septembre septiembre sep sept',
    'october oktober octobre octubre oct okt',
    'november novembre noviembre nov',
    'december dezember decembre diciembre dec dez dic',
  ].flatMap((names, at) => names.split(' ').map((name) => [name, at + 1])),
);
const weekdays: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'monday mon montag lundi lunes',
    'tuesday tue tues dienstag mardi martes',
    'wednesday wed mittwoch mercredi miercoles',
    'thursday thu thurs donnerstag jeudi jueves',
    'friday fri freitag vendredi viernes',
    'saturday sat samstag sonnabend samedi sabado',
    'sunday sun sonntag dimanche domingo',
  ].flatMap((names, at) => names.split(' ').map((name) => [name, at + 1])),
);
const monthWords = Object.keys(months).join('|');
const weekdayWords = Object.keys(weekdays).join('|');
const next = '(?:next|coming|following|nachste[nrsm]?|naechste[nrsm]?|kommende[nrsm]?|prochaine?|proxim[oa])';
const last = '(?:last|past|previous|letzte[nrsm]?|vergangene[nrsm]?|vorige[nrsm]?|dernier|derniere|passee?|pasad[oa]|ultim[oa])';
const current = '(?:this|current|diese[nrsm]?|aktuelle[nrsm]?|cette|ce|est[ae])';
const week = '(?:weeks?|wochen?|semaines?|semanas?)';
const month = '(?:months?|monate?[ns]?|mois|mes|meses)';
const quarter = '(?:quarters?|quartals?|quartale?|trimestres?)';
const year = '(?:years?|jahre?s?|annees?|ans?|anos?)';

const small =
  'two three four five six seven eight nine ten zwei drei vier funf sechs sieben acht neun zehn deux trois quatre cinq dos tres cuatro cinco';
const smallNumbers: Readonly<Record<string, number>> = Object.fromEntries(
  small.split(' ').map((word, at) => [word, at < 9 ? at + 2 : at < 18 ? at - 7 : at < 22 ? at - 16 : at - 20]),
);
const count = `(\\d{1,3}|${Object.keys(smallNumbers).join('|')})`;
const counted = (word: string | undefined): number => smallNumbers[word ?? ''] ?? Number(word);

type Rule = { readonly pattern: RegExp; readonly read: (match: RegExpExecArray, today: string) => readonly [string, string] | undefined };
const rule = (source: string, read: Rule['read']): Rule => ({
  pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'gu'),
  read,
});
const one = (day: string | undefined): readonly [string, string] | undefined => (day === undefined ? undefined : [day, day]);

/** From the most exact to the vaguest; what one rule has read no other reads again. Texts are folded first. */
const rules: readonly Rule[] = [
  rule(String.raw`(\d{4})-(\d{2})-(\d{2})`, (m) => one(dayOf(Number(m[1]), Number(m[2]), Number(m[3])))),
  rule(String.raw`(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{2,4}))?`, (m, today) => one(dayMonth(m[1], Number(m[2]), m[3], today))),
  rule(String.raw`(\d{1,2})/(\d{1,2})/(\d{2,4})`, (m, today) => one(slashed(m, today))),
  rule(String.raw`(\d{1,2})(?:st|nd|rd|th|\.|er)?\s+(?:of\s+|de\s+)?(${monthWords})(?:\s+(?:de\s+|del\s+)?(\d{4}))?`, (m, today) =>
    one(dayMonth(m[1], months[m[2] ?? ''] ?? 0, m[3], today)),
  ),
  rule(String.raw`(${monthWords})\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?`, (m, today) =>
    one(dayMonth(m[2], months[m[1] ?? ''] ?? 0, m[3], today)),
  ),
  rule(
    String.raw`(?:by|on|until|till|to|before|not later than)\s+the\s+(\d{1,2})(?:st|nd|rd|th)|for\s+the\s+((?:[6-9]|[12]\d|30)th|2[1-3](?:st|nd|rd)|31st)|(?:bis|am|zum|spatestens|vor|auf)\s+(?:zum\s+|am\s+|dem\s+|den\s+)?(\d{1,2})\.(?!\d)`,
    (m, today) => one(nextDayOfMonth(Number.parseInt(m[1] ?? m[2] ?? m[3] ?? '', 10), today)),
  ),
  rule('the day after tomorrow|day after tomorrow|ubermorgen|uebermorgen|apres-demain|pasado manana', (_m, today) => one(shift(today, 2))),
  rule('tomorrow|demain|manana', (_m, today) => one(shift(today, 1))),
  // `morgen` is also a greeting: guten Morgen is read before.
  rule('(?<!guten )morgen', (_m, today) => one(shift(today, 1))),
  rule("today|tonight|heute|aujourd'hui|hoy", (_m, today) => one(today)),
  rule('yesterday|gestern|hier|ayer', (_m, today) => one(shift(today, -1))),
  rule(
    String.raw`(?:in|within|innerhalb von|binnen|dans|en)\s+(?:the next\s+|den nachsten\s+)?${count}\s+(?:days?|tage?n?|jours?|dias?)`,
    (m, today) =>
      m[0].startsWith('within') ||
      m[0].includes('next') ||
      m[0].includes('nachsten') ||
      m[0].startsWith('innerhalb') ||
      m[0].startsWith('binnen')
        ? [today, shift(today, counted(m[1]))]
        : one(shift(today, counted(m[1]))),
  ),
  rule(String.raw`(?:the\s+)?${next}\s+${count}\s+(?:days?|tage?n?|jours?|dias?)`, (m, today) => [today, shift(today, counted(m[1]))]),
  rule(String.raw`(?:the\s+)?${last}\s+${count}\s+(?:days?|tage?n?|jours?|dias?)`, (m, today) => [shift(today, -counted(m[1])), today]),
  rule(String.raw`in\s+(?:a|one|1|einer)\s+${week}`, (_m, today) => one(shift(today, 7))),
  rule(String.raw`(?:in|within|innerhalb von|binnen|dans|en)\s+${count}\s+${week}`, (m, today) => one(shift(today, 7 * counted(m[1])))),
  rule(String.raw`(?:${weekdayWords})\s+(?:in a|next|nachste|naechste)\s+${week}`, (m, today) =>
    one(weekdayFrom(mondayOf(shift(today, 7)), m[0].split(' ')[0])),
  ),
  rule(String.raw`${next}\s+(?:woche|semaine|semana)\s+(?:am\s+|le\s+|el\s+)?(${weekdayWords})`, (m, today) =>
    one(weekdayFrom(mondayOf(shift(today, 7)), m[1])),
  ),
  rule(String.raw`${next}\s+(${weekdayWords})|(${weekdayWords})\s+prochain`, (m, today) =>
    one(weekdayFrom(shift(today, 1), m[1] ?? m[2], true)),
  ),
  rule(String.raw`${last}\s+(${weekdayWords})`, (m, today) => one(weekdayBefore(today, m[1]))),
  rule(
    String.raw`(?:(?:the\s+)?end of|ende|bis ende|fin de|fin|final de|a finales de)\s+(?:the\s+|der\s+|dieser\s+|this\s+|la\s+)?${week}`,
    (_m, today) => one(shift(mondayOf(today), 4)),
  ),
  rule(
    String.raw`(?:(?:the\s+)?end of|ende|bis ende|monatsende|fin de|fin du|final de|a finales de)\s+(?:the\s+|des\s+|this\s+|dieses\s+|el\s+)?${month}|monatsende|month[- ]end`,
    (_m, today) => one(monthEnd(today)),
  ),
  rule(String.raw`(?:(?:the\s+)?end of|ende|fin)\s+(?:the\s+|des\s+|this\s+|du\s+)?${quarter}|quartalsende|quarter[- ]end`, (_m, today) =>
    one(quarterOf(today, 0)[1]),
  ),
  rule(
    String.raw`(?:(?:the\s+)?end of|ende|bis ende|fin|a finales de)\s+(?:the\s+|des\s+)?${next}\s+${month}|ende ${next}\s+monats`,
    (_m, today) => one(monthEnd(nextMonth(today))),
  ),
  rule(String.raw`(?:(?:the\s+)?end of|ende|bis ende|fin|a finales de)\s+(${monthWords})(?:\s+(\d{4}))?`, (m, today) =>
    one(monthOf(m[1], m[2], today)?.[1]),
  ),
  rule(String.raw`(?:(?:the\s+)?end of|ende)\s+(?:the\s+|der\s+)?${next}\s+${week}`, (_m, today) => one(shift(mondayOf(today), 11))),
  rule(String.raw`(?:(?:the\s+)?(?:end of|ende))\s+(?:the\s+|des\s+|this\s+)?${year}|jahresende|year[- ]end`, (_m, today) =>
    one(`${today.slice(0, 4)}-12-31`),
  ),
  rule(String.raw`${next}\s+${week}|(?:la\s+)?semaine prochaine|(?:la\s+)?semana que viene`, (_m, today) => [
    mondayOf(shift(today, 7)),
    shift(mondayOf(today), 13),
  ]),
  rule(String.raw`${last}\s+${week}|(?:la\s+)?semaine derniere`, (_m, today) => [mondayOf(shift(today, -7)), shift(mondayOf(today), -1)]),
  rule(String.raw`${current}\s+${week}`, (_m, today) => [mondayOf(today), shift(mondayOf(today), 6)]),
  rule(String.raw`${next}\s+${month}|(?:le\s+)?mois prochain|(?:el\s+)?mes que viene`, (_m, today) => [
    nextMonth(today),
    monthEnd(nextMonth(today)),
  ]),
  rule(String.raw`${last}\s+${month}|(?:le\s+)?mois dernier`, (_m, today) => monthBefore(today)),
  rule(String.raw`${current}\s+${month}`, (_m, today) => [`${today.slice(0, 7)}-01`, monthEnd(today)]),
  rule(String.raw`${next}\s+${quarter}`, (_m, today) => quarterOf(today, 1)),
  rule(String.raw`${current}\s+${quarter}`, (_m, today) => quarterOf(today, 0)),
  rule(String.raw`q([1-4])(?:\s+(\d{4}))?`, (m, today) => quarterNumber(Number(m[1]), m[2] ?? today.slice(0, 4))),
  rule(String.raw`${current}\s+${year}`, (_m, today) => [`${today.slice(0, 4)}-01-01`, `${today.slice(0, 4)}-12-31`]),
  rule(String.raw`(?:in|im|en|during|for|fur)\s+(${monthWords})(?:\s+(\d{4}))?`, (m, today) => monthOf(m[1], m[2], today)),
  rule(String.raw`(?:in|im|en|for)\s+((?:19|20)\d{2})`, (m) => [`${m[1]}-01-01`, `${m[1]}-12-31`]),
  rule(
    String.raw`(?:by|on|to|until|till|bis|am|auf|zum|for|le|el|al|para el|pour)?\s*(?:den\s+|kommenden\s+|this\s+)?(${weekdayWords})s?`,
    (m, today) => one(weekdayFrom(shift(today, 1), m[1], true)),
  ),
];

/** Every day or span of days a text names, left to right. `today` is the asker's day. */
export function findPeriods(text: string, today: string): readonly Period[] {
  // Folding keeps the length of what is written here: no ß in a date, accents are one letter after NFC.
  let rest = Array.from(text.normalize('NFC'), (letter) => (foldWord(letter).length === letter.length ? foldWord(letter) : letter)).join(
    '',
  );
  const found: Period[] = [];
  for (const { pattern, read } of rules) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(rest); match; match = pattern.exec(rest)) {
      const days = read(match, today);
      if (!days) continue;
      const lead = /^\s*/.exec(match[0])?.[0].length ?? 0;
      found.push({ from: days[0], to: days[1], start: match.index + lead, end: match.index + match[0].length });
      rest = rest.slice(0, match.index) + '\u0000'.repeat(match[0].length) + rest.slice(match.index + match[0].length);
    }
  }
  return found.toSorted((a, b) => a.start - b.start);
}

export function shift(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

function dayOf(y: number, m: number, d: number): string | undefined {
  const day = `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
  const parsed = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(parsed) || new Date(parsed).toISOString().slice(0, 10) !== day ? undefined : day;
}

/** Without a year the next such day that is not long past. */
function dayMonth(d: string | undefined, m: number, y: string | undefined, today: string): string | undefined {
  if (y !== undefined) return dayOf(Number(y.length === 2 ? `20${y}` : y), m, Number(d));
  const thisYear = dayOf(Number(today.slice(0, 4)), m, Number(d));
  return thisYear !== undefined && thisYear < shift(today, -60) ? dayOf(Number(today.slice(0, 4)) + 1, m, Number(d)) : thisYear;
}

/** `the 12th`: the next one, today's included; a month without such a day is passed over. */
function nextDayOfMonth(d: number, today: string): string | undefined {
  for (let first = `${today.slice(0, 7)}-01`, tries = 0; tries < 3; tries += 1, first = nextMonth(first)) {
    const day = dayOf(Number(first.slice(0, 4)), Number(first.slice(5, 7)), d);
    if (day !== undefined && day >= today) return day;
  }
  return undefined;
}

/** Day first unless only the other reading is a date. */
function slashed(match: RegExpExecArray, today: string): string | undefined {
  return dayMonth(match[1], Number(match[2]), match[3], today) ?? dayMonth(match[2], Number(match[1]), match[3], today);
}

function weekdayNumber(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

function mondayOf(day: string): string {
  return shift(day, 1 - weekdayNumber(day));
}

function weekdayFrom(day: string, name: string | undefined, isKnown = true): string | undefined {
  const wanted = weekdays[(name ?? '').replace(/s$/, '')] ?? weekdays[name ?? ''];
  if (wanted === undefined || !isKnown) return undefined;
  return shift(day, (wanted - weekdayNumber(day) + 7) % 7);
}

function weekdayBefore(today: string, name: string | undefined): string | undefined {
  const wanted = weekdays[name ?? ''];
  return wanted === undefined ? undefined : shift(today, -((weekdayNumber(today) - wanted + 7) % 7 || 7));
}

function nextMonth(day: string): string {
  const [y = 0, m = 0] = day.split('-').map(Number);
  return m === 12 ? `${y + 1}-01-01` : `${y}-${String(m + 1).padStart(2, '0')}-01`;
}

function monthEnd(day: string): string {
  return shift(nextMonth(day), -1);
}

function monthBefore(today: string): readonly [string, string] {
  const end = shift(`${today.slice(0, 7)}-01`, -1);
  return [`${end.slice(0, 7)}-01`, end];
}

function monthOf(name: string | undefined, y: string | undefined, today: string): readonly [string, string] | undefined {
  const m = months[name ?? ''];
  if (m === undefined) return undefined;
  const from = `${y ?? today.slice(0, 4)}-${String(m).padStart(2, '0')}-01`;
  return [from, monthEnd(from)];
}

function quarterNumber(q: number, y: string): readonly [string, string] {
  const from = `${y}-${String(q * 3 - 2).padStart(2, '0')}-01`;
  return [from, monthEnd(`${y}-${String(q * 3).padStart(2, '0')}-01`)];
}

function quarterOf(today: string, ahead: number): readonly [string, string] {
  const at = Math.floor((Number(today.slice(5, 7)) - 1) / 3) + ahead;
  return quarterNumber((at % 4) + 1, String(Number(today.slice(0, 4)) + Math.floor(at / 4)));
}
