import { expect, it } from 'vitest';
import { pseudonyms } from '../../../../src/app/models.ts';
import { keyedObservation, withKeyedItems } from '../../../../src/scoring/features/keyed.ts';

const pseudonym = pseudonyms(Buffer.alloc(32, 7));

it('an observation is kept with every record it names keyed, its figures as they are, its moments in one zone', () => {
  const kept = keyedObservation(
    {
      entity: 'company:DE01',
      name: 'open_items',
      value: [{ item: 'invoice-90001', kind: 'receivable', amount: 12.5, due_in_days: 3 }],
      at: '2024-05-01T02:00:00+02:00',
      record: 'erp/items/90001',
    },
    pseudonym,
  );
  expect(JSON.stringify(kept)).not.toMatch(/90001|DE01/);
  expect(kept).toMatchObject({ at: '2024-05-01T00:00:00.000Z', value: [{ kind: 'receivable', amount: 12.5, due_in_days: 3 }] });
});

it('the same record has the same key wherever it stands, so that a change of it can still be told', () => {
  const before = withKeyedItems([{ item: 'invoice-7', amount: 1 }], pseudonym);
  const output = withKeyedItems({ change: { items: [{ item: 'invoice-7', week: 2 }] }, weeks: [1, 2] }, pseudonym);
  expect(output).toEqual({ change: { items: [{ item: before[0]?.item, week: 2 }] }, weeks: [1, 2] });
});
