import { CountersignError } from '../../contracts/errors.ts';
import type { SetupStep } from '../../evaluating/cases.ts';
import type { World } from './world.ts';

type Kept = Extract<SetupStep, { table: string }>;

/**
 * Does to a table of the built-in ERP what people do there in transactions: the services it offers others read master data
 * and change none of it. A row that is not there is input.invalid, so that a misspelt key is no case that changes nothing.
 */
export async function keepRow(tables: World['erpTables'], { table, key, becomes, values }: Kept): Promise<void> {
  const { setNamed } = await import('../../sandbox/sap/services.ts');
  const { equals } = await import('../../sandbox/sap/filter.ts');
  const set = setNamed(table);
  const [row, ...others] = tables.find(set, equals(key), { limit: 2 });
  if (!row || others.length > 0)
    throw new CountersignError('input.invalid', `${row ? 'Several rows' : 'No row'} of ${table} fit the key of the step`, {
      field: 'setup',
    });
  switch (becomes) {
    case 'other':
      tables.update(set, row, values);
      return;
    case 'copied':
      tables.insert(set, { ...row, ...values });
      return;
    case 'gone':
      tables.remove(set, equals(key));
      return;
  }
}
