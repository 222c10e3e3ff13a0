import type { Desk } from '../../desks.ts';
import { changes } from './changes.ts';
import { credit } from './credit.ts';
import { customers } from './customers.ts';
import { inventory } from './inventory.ts';
import { orders } from './orders.ts';
import { pipeline } from './pipeline.ts';
import { reception } from './reception.ts';
import type { Row, Sign, Slot } from './row.ts';

export type { Sign, Slot } from './row.ts';

export type Intent = {
  readonly id: string;
  readonly desk: Desk;
  readonly needs: readonly (readonly Sign[])[];
  readonly likes: ReadonlySet<Sign>;
  readonly not: readonly Sign[];
  readonly slots: readonly Slot[];
  readonly bonus: number;
};

const deskOfChange: Readonly<Record<string, Desk>> = {
  'change.close-date': 'pipeline',
  'change.stage': 'pipeline',
  'change.block': 'orders',
  'change.release': 'orders',
};

/** Every question the rules know. The test of this table sees to it that each word in it is one. */
export const intents: readonly Intent[] = [
  ...orders.map((row) => intentOf(row, 'orders')),
  ...inventory.map((row) => intentOf(row, 'inventory')),
  ...credit.map((row) => intentOf(row, 'credit')),
  ...customers.map((row) => intentOf(row, 'customers')),
  ...pipeline.map((row) => intentOf(row, 'pipeline')),
  ...changes.map((row) => intentOf(row, deskOfChange[row.id] ?? 'customers')),
  ...reception.map((row) => intentOf(row, 'reception')),
];

function intentOf({ id, needs, likes = '', not = '', slots = '', bonus = 0 }: Row, desk: Desk): Intent {
  // Words of the table; its test knows them.
  return {
    id,
    desk,
    needs: split(needs).map((group) => group.split('|') as Sign[]),
    likes: new Set(split(likes) as Sign[]),
    not: split(not) as Sign[],
    slots: split(slots) as Slot[],
    bonus,
  };
}

function split(words: string): string[] {
  return words.split(' ').filter((word) => word !== '');
}
