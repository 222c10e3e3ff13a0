import { rounded, season, type Chance } from './chance.ts';
import type { Ledger } from './ledger.ts';

/**
 * Employees, asked about twice a year: who leaves within six months. The law in log-odds, from −4: each year since the last
 * promotion beyond the first +0.6, at most +2.4; compa ratio −0.9 a tenth above 1; survey score −1 a point above 3.4; a rating
 * below 3 or of 5 +0.5; a denied promotion +1.5 and a denied pay review +1 in half a year; a change of manager +0.9; absence +0.1
 * a day above 6; the first two years +0.7; the labour market +0.4 a point. Age and gender have no effect of their own; pay lags
 * for one gender (compa −0.02), which the subgroup report can show.
 */
export function writeAttrition(ledger: Ledger): void {
  const market = labourMarket(ledger);
  for (let number = 1; number <= 820; number += 1) writeEmployee(ledger, `employee:E${String(number).padStart(4, '0')}`, market);
}

const halfYear = 182;

function writeEmployee(ledger: Ledger, entity: string, market: (day: number) => number): void {
  const { chance, days } = ledger;
  const joined = chance.yes(0.7) ? -chance.int(2900) : chance.int(days - 200);
  const first = Math.max(0, joined);
  const gender = chance.pick(['f', 'm']);
  const department = chance.pick(['operations', 'sales', 'finance', 'engineering', 'service']);
  ledger.note(
    entity,
    { department, location: chance.pick(['plant', 'office', 'remote']), pay_band: chance.pick(['B1', 'B2', 'B3', 'B4']) },
    first,
  );
  ledger.note(entity, { joined: 1 }, joined);
  ledger.note(entity, { gender, age_band: chance.pick(['under 30', '30-44', '45-54', '55 and over']) }, first);
  const grades = [joined];
  for (let day = joined + 500; day < days; day += 400) if (chance.yes(0.35)) grades.push(day + chance.int(200));
  for (const day of grades) ledger.note(entity, { grade: 1 }, day);
  let compa = 1 + 0.09 * chance.normal() - (gender === 'f' ? 0.02 : 0);
  const mood = chance.normal();
  const offset = chance.int(halfYear);
  for (let asked = first + 30 + offset; asked <= days + halfYear; asked += halfYear) {
    compa = Math.min(1.4, Math.max(0.7, compa + 0.02 * chance.normal()));
    const half = halfOf(chance, mood);
    noteHalf(ledger, entity, asked, { ...half, compa });
    const promoted = grades.findLast((day) => day <= asked) ?? joined;
    const leaves = chance.odds(pullOf(half, compa, asked - promoted, asked - joined) + 0.4 * market(asked));
    ledger.ask(entity, asked, asked + halfYear, { left: leaves }, { market: 'signal:labour-market' });
    if (leaves) return;
  }
}

type Half = {
  readonly rating: number;
  readonly survey: number;
  readonly absence: number;
  readonly overtime: number;
  readonly newManager: boolean;
  readonly promotionDenied: boolean;
  readonly reviewDenied: boolean;
};

function halfOf(chance: Chance, mood: number): Half {
  return {
    rating: Math.min(5, Math.max(1, Math.round(3.4 + 0.8 * chance.normal()))),
    survey: Math.min(5, Math.max(1, rounded(3.4 + 0.5 * mood + 0.5 * chance.normal(), 1))),
    absence: chance.count(5),
    overtime: Math.max(0, rounded(6 + 4 * chance.normal(), 1)),
    newManager: chance.yes(0.15),
    promotionDenied: chance.yes(0.1),
    reviewDenied: chance.yes(0.1),
  };
}

function noteHalf(ledger: Ledger, entity: string, asked: number, half: Half & { readonly compa: number }): void {
  const { chance, note } = ledger;
  note(entity, { compa_ratio: rounded(half.compa, 2), rating: half.rating }, asked - 20);
  note(entity, { survey_score: half.survey }, asked - 15);
  note(entity, { overtime_hours: half.overtime }, asked - 10);
  for (let day = 0; day < half.absence; day += 1) note(entity, { absence_days: 1 }, asked - 1 - chance.int(170));
  if (half.newManager) note(entity, { manager_changed: 1 }, asked - 1 - chance.int(120));
  if (half.promotionDenied) note(entity, { promotion_denied: 1 }, asked - 1 - chance.int(150));
  if (half.reviewDenied) note(entity, { pay_review_denied: 1 }, asked - 1 - chance.int(150));
}

function pullOf(half: Half, compa: number, sincePromotion: number, tenure: number): number {
  return (
    -4 +
    Math.min(2.4, 0.6 * Math.max(0, sincePromotion / 365 - 1)) -
    9 * (compa - 1) -
    (half.survey - 3.4) +
    (half.rating < 3 || half.rating === 5 ? 0.5 : 0) +
    (half.promotionDenied ? 1.5 : 0) +
    (half.reviewDenied ? 1 : 0) +
    (half.newManager ? 0.9 : 0) +
    0.1 * Math.max(0, half.absence - 6) +
    (tenure < 730 ? 0.7 : 0)
  );
}

/** Vacancies a quarter, published six weeks after it. */
function labourMarket({ chance, note, days }: Ledger): (day: number) => number {
  const values: number[] = [];
  for (let quarter = 0; quarter * 91 <= days; quarter += 1) {
    const value = rounded(season(quarter * 91, 0.1) + 0.5 * chance.normal(), 2);
    values.push(value);
    note('signal:labour-market', { vacancy_index: value }, quarter * 91, { knownDay: quarter * 91 + 42 });
  }
  return (day) => values[Math.max(0, Math.floor(day / 91) - 1)] ?? 0;
}
