import type { PartyRecord } from '../../src/matching/index.ts';
import { careful, hasty, writeDown } from './clerks.ts';
import { createDice, inventCompany, landsFor, siteIn, type Company, type Dice } from './companies.ts';

/** Two lists with known truth: `truth` holds `left right` for every pair that is one company. */
export type World = { readonly left: readonly PartyRecord[]; readonly right: readonly PartyRecord[]; readonly truth: ReadonlySet<string> };

export type WorldSize = {
  readonly seed: number;
  readonly left: number;
  readonly right: number;
  /** Share of the right side that the left has too. */ readonly shared: number;
};

/**
 * The left side has companies of the right side, some of them twice; sisters and daughters of theirs, namesakes elsewhere, and others in
 * the same house or behind the same switchboard; the rest is of the same make and has nothing to do with the right side.
 */
export function createWorld({ seed, left, right, shared }: WorldSize): World {
  const dice = createDice(seed);
  const lands = landsFor(seed, dice);
  let entity = 0;
  const invent = (): Company => inventCompany((entity += 1), lands, dice);
  const masters = Array.from({ length: right }, invent);
  // Sisters stand in one master too: the group's companies are all customers.
  for (let at = 1; at < masters.length; at += 12) {
    const elder = masters[at - 1];
    if (elder) masters[at] = sister(elder, (entity += 1), dice);
  }
  const rightList = masters.map((company, at) => writeDown(`R${at}`, company, careful, dice));
  const leftList: { record: PartyRecord; company: Company }[] = [];
  const add = (company: Company): void => {
    leftList.push({ company, record: writeDown(`L${leftList.length}`, company, hasty, dice) });
  };
  const rightOf = new Map(masters.map((company, at) => [company.entity, `R${at}`]));
  for (const company of masters) {
    if (leftList.length >= left) break;
    if (dice.is(shared)) {
      add(company);
      if (dice.is(0.08)) add(company);
    }
    if (dice.is(0.1)) add(sister(company, (entity += 1), dice));
    if (dice.is(0.06)) add(namesake(company, (entity += 1), dice));
    if (dice.is(0.06)) add(neighbour(company, { ...invent(), land: company.land }, dice));
  }
  while (leftList.length < left) add(invent());
  const truth = new Set(
    leftList.flatMap(({ record, company }) => (rightOf.has(company.entity) ? [`${record.id} ${rightOf.get(company.entity)}`] : [])),
  );
  return { left: shuffled(leftList, dice).map(({ record }) => record), right: rightList, truth };
}

/** Of the same group, in the same house: another company with a tax id of its own. */
function sister(company: Company, entity: number, dice: Dice): Company {
  const { land } = company;
  const kept = company.words.slice(0, Math.max(1, company.words.length - 1)).filter((word) => word !== '&');
  const words = [...kept, dice.of(['Holding', 'Verwaltung', 'Service', 'International', 'Immobilien', ...land.trades])];
  const isElsewhere = dice.is(0.3);
  return {
    ...company,
    entity,
    words: words.join(' ') === company.words.join(' ') ? [...words, 'Beteiligung'] : words,
    form: dice.of(land.forms),
    tax: land.tax(dice),
    ...(isElsewhere ? siteIn(land, dice.of(land.towns), dice) : {}),
  };
}

/** The same name somewhere else, without anything else in common. */
function namesake(company: Company, entity: number, dice: Dice): Company {
  const { land } = company;
  return {
    ...company,
    entity,
    form: dice.of(land.forms),
    tax: land.tax(dice),
    ...siteIn(land, dice.of(land.towns), dice),
    domain: `${company.domain.replace(/\.[a-z.]+$/, '')}-${dice.int(99)}${land.ending}`,
  };
}

/** Another company in the same building, half of the time behind the same telephone (an office centre, an accountant). */
function neighbour(company: Company, other: Company, dice: Dice): Company {
  const { street, house, postal, city, phone, land } = company;
  return { ...other, tax: land.tax(dice), form: dice.of(land.forms), street, house, postal, city, ...(dice.is(0.5) ? { phone } : {}) };
}

export function shuffled<T>(list: readonly T[], dice: Dice): T[] {
  return list
    .map((each) => ({ each, at: dice.next() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ each }) => each);
}
