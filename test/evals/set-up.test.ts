import { afterAll, beforeAll, expect, it } from 'vitest';
import { readPromptFolders } from '../../src/app/installation.ts';
import { runWorkflow } from '../../src/app/evals/run-trace.ts';
import { setUp } from '../../src/app/evals/set-up.ts';
import { openWorld, type World } from '../../src/app/evals/world.ts';
import { Config } from '../../src/config/schema.ts';
import { StoredCase } from '../../src/evaluating/index.ts';
import { equals } from '../../src/sandbox/sap/filter.ts';
import { setNamed } from '../../src/sandbox/sap/services.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ config: Config.parse({}), prompts: readPromptFolders([]), content: undefined, folder: process.cwd() });
});
afterAll(() => world.close());

const caseOf = (given: object) => {
  const one = StoredCase.parse({ id: 'one', kind: 'workflow', record: 'SO-1', expect: { status: 'done' }, ...given });
  if (one.kind !== 'workflow') throw new Error('a case of a workflow was given');
  return one;
};
const does = (...setup: object[]) =>
  setUp(world, caseOf({ setup }).setup, () => Promise.reject(new Error('no other workflow comes first')));
const units = (material: string) =>
  world.erpTables.find(setNamed('A_Product'), equals({ Product: material })).map((row) => row['BaseUnit']);

it('people who keep master data in the ERP change a row, make one like it, and delete it', async () => {
  const key = { Product: 'MAT-1001' };
  await does({ table: 'A_Product', key, values: { BaseUnit: 'KG' } });
  await does({ table: 'A_Product', key, becomes: 'copied', values: { Product: 'MAT-9001' } });
  expect([...units('MAT-1001'), ...units('MAT-9001')]).toEqual(['KG', 'KG']);
  await does({ table: 'A_Product', key: { Product: 'MAT-9001' }, becomes: 'gone' });
  expect([...units('MAT-1001'), ...units('MAT-9001')]).toEqual(['KG']);
});

it('a row that is not there, or not the only one, is a fault of the case instead of a case that changes nothing', async () => {
  await expect(does({ table: 'A_Product', key: { Product: 'MAT-0' }, values: { BaseUnit: 'KG' } })).rejects.toMatchObject({
    code: 'input.invalid',
    message: 'No row of A_Product fit the key of the step',
  });
  await expect(does({ table: 'A_Product', key: { ProductType: 'FERT' }, becomes: 'gone' })).rejects.toMatchObject({
    message: 'Several rows of A_Product fit the key of the step',
  });
});

it('time that goes by is the same for both systems and the engine', async () => {
  const before = world.clock.now().getTime();
  await does({ minutes: 30 }, { crm: 'Account', fields: { Name: 'Founded later' }, as: 'later' });
  expect(world.clock.now().getTime() - before).toBeGreaterThanOrEqual(1_800_000);
  await does({ find: 'Account', where: `CreatedDate > ${new Date(before + 1_700_000).toISOString()}`, as: 'found' });
});

it('a workflow that reads the whole company is asked about a small one where its suite says so', async () => {
  const small = await openWorld({
    config: Config.parse({}),
    prompts: readPromptFolders([]),
    content: undefined,
    folder: process.cwd(),
    size: 1,
  });
  try {
    expect(small.erpTables.count(setNamed('A_SalesOrder'), equals({}))).toBe(27);
    expect(world.erpTables.count(setNamed('A_SalesOrder'), equals({}))).toBe(71);
  } finally {
    await small.close();
  }
});

it('what comes of a case says what a person is told: the sentence of an exception, the reasons of a proposal', async () => {
  const signal = AbortSignal.timeout(20_000);
  const stopped = await runWorkflow(world, 'reconcile', caseOf({ record: '1' }), signal);
  expect(stopped).toMatchObject({ json: { status: 'exception' }, told: expect.stringContaining('The ERP has no invoice 1') });
  const deal = { find: 'Opportunity', where: "ERP_Order_Id__c = 'SO-78934'", as: 'deal' };
  const setup = [deal, { crm: 'Opportunity', id: '$deal', fields: { Amount: 5324.2 } }];
  const proposed = await runWorkflow(world, 'reconcile', caseOf({ setup, record: '9078934' }), signal);
  expect(proposed.told).toMatch(/Difference SO-78934\/price-difference[^]*1000\.00 EUR \(18\.8 %\) too little/);
});
