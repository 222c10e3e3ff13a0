import { generateCompany } from '../../../src/sandbox/company/generate.ts';
import type { CompanySeed } from '../../../src/sandbox/company/seed.ts';
import { recordId, seedCompany, type SeedCompany } from '../../support/seed-company.ts';

/**
 * The generated company with what questions need beside it: a second Castellan, overdue invoices of Brightwater, a case of
 * Halvorsen's, no gear reducers, hydraulic pumps in two plants and a sensor head for the sensor head that is out.
 */
export function questionCompany(): SeedCompany {
  return seedCompany(questionSeed(), {
    stock: { 'MAT-1003': { '1020': '60' } },
    cases: [
      {
        ref: { connection: 'crm', type: 'Case', id: recordId('500', 'a') },
        id: recordId('500', 'a'),
        number: '00001042',
        subject: 'Two guides arrived bent',
        status: 'New',
        priority: 'High',
        accountId: recordId('001', '10100002'),
        isClosed: false,
      },
    ],
  });
}

export function questionSeed(): CompanySeed {
  const seed = generateCompany();
  const castellan = seed.customers.find(({ id }) => id === '10100004');
  const brightwater = seed.orders.find(({ customer }) => customer === '10100003');
  if (!castellan || !brightwater) throw new Error('the generated company has changed');
  return {
    ...seed,
    customers: [...seed.customers, { ...castellan, id: '10100099', name: 'Castellan Équipements SAS', city: 'Lille', contacts: [] }],
    materials: seed.materials.map((each) =>
      each.id === 'MAT-1001' ? { ...each, stock: '0' } : each.id === 'MAT-1003' ? { ...each, stock: '170' } : each,
    ),
    orders: [
      ...seed.orders,
      {
        ...brightwater,
        id: 'SO-79901',
        invoices: [
          { id: '90079901', issuedOn: '2024-03-01', dueOn: '2024-04-01', net: '1000.00', tax: '200.00', gross: '1200.00', cleared: false },
          { id: '90079902', issuedOn: '2024-03-20', dueOn: '2024-05-01', net: '500.00', tax: '100.00', gross: '600.00', cleared: false },
        ],
      },
    ],
  };
}
