import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { PartyRecord } from '../../src/matching/index.ts';
import { misspelt } from './clerks.ts';
import { createDice, type Dice } from './companies.ts';
import type { World } from './world.ts';

const folder = fileURLToPath(new URL('../../../shared/data/northwind/', import.meta.url));
export const hasNorthwind = (): boolean => existsSync(`${folder}Customers.csv`);

type Row = Readonly<Record<'CompanyName' | 'Address' | 'City' | 'PostalCode' | 'Country' | 'Phone', string>>;

/** Northwind's customers and suppliers as one master, and the customers typed again by somebody in a hurry. There are no tax ids and no e-mail. */
export function northwindWorld(seed: number): World {
  const dice = createDice(seed);
  const read = (name: string): Row[] =>
    parse(readFileSync(`${folder}${name}.csv`, 'utf8'), { columns: true, relax_column_count: true, bom: true });
  const customers = read('Customers').map((row, at) => partyOf(`C${at}`, row));
  const suppliers = read('Suppliers').map((row, at) => partyOf(`S${at}`, row));
  const left = customers.map((record) => ({ ...typedAgain(record, dice), id: `L${record.id}` }));
  return { left, right: [...customers, ...suppliers], truth: new Set(customers.map(({ id }) => `L${id} ${id}`)) };
}

function partyOf(id: string, row: Row): PartyRecord {
  return {
    id,
    name: row.CompanyName,
    street: row.Address,
    postalCode: row.PostalCode,
    city: row.City,
    country: row.Country,
    phone: row.Phone,
  };
}

function typedAgain(record: PartyRecord, dice: Dice): PartyRecord {
  const { street = '', postalCode = '', city = '', country = '', phone = '' } = record;
  const slipped = (text: string, chance: number): string => (dice.is(chance) ? misspelt(text, dice) : text);
  let name = record.name;
  if (dice.is(0.5)) name = slippedIn(name, dice);
  if (dice.is(0.2)) name = slippedIn(name, dice);
  if (dice.is(0.1)) name = name.split(' ').toReversed().join(' ');
  if (dice.is(0.2)) name = name.toUpperCase();
  if (dice.is(0.3)) name = name.normalize('NFD').replace(/\p{M}/gu, '');
  const isMoved = dice.is(0.05);
  return {
    id: record.id,
    name,
    ...(dice.is(0.1) ? {} : { street: isMoved ? `Nowhere Lane ${1 + dice.int(90)}` : slipped(street, 0.2) }),
    ...(dice.is(0.15) ? {} : { postalCode: isMoved ? String(10_000 + dice.int(80_000)) : slipped(postalCode, 0.05) }),
    ...(dice.is(0.1) ? {} : { city: slipped(city, 0.15) }),
    ...(dice.is(0.1) ? {} : { country }),
    ...(dice.is(0.25) ? {} : { phone: dice.is(0.5) ? phone.replace(/[()\s.-]/g, '') : phone }),
  };
}

function slippedIn(name: string, dice: Dice): string {
  const words = name.split(' ');
  const at = dice.int(words.length);
  return words.map((word, index) => (index === at ? misspelt(word, dice) : word)).join(' ');
}
