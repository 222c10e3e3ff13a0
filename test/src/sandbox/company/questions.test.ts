import { describe, expect, it } from 'vitest';
import { addDays } from '../../../../src/sandbox/company/days.ts';
import { generateCompany } from '../../../../src/sandbox/company/generate.ts';

const company = generateCompany();
const today = company.asOf.slice(0, 10);
const later = { customers: 25, orders: 60, materials: 24 };

describe('what people ask the generated company about', () => {
  it('comes after everything that was dealt, under the numbers that follow', () => {
    expect(company.customers.slice(later.customers).map((one) => one.id)).toEqual([
      '10100026',
      '10100027',
      '10100028',
      '10100029',
      '10100030',
      '10100031',
    ]);
    expect(company.orders.slice(later.orders).map((one) => one.id)).toEqual(Array.from({ length: 11 }, (_, at) => `SO-${78_970 + at}`));
    expect(company.materials.slice(later.materials).map((one) => one.id)).toEqual(['MAT-1025', 'MAT-1026', 'MAT-1027', 'MAT-1028']);
  });

  it('are invoices that are overdue under the terms of their customer, and one that is not due yet', () => {
    const terms = new Map(company.customers.map((one) => [one.id, Number(one.paymentTerms.slice(2))]));
    const overdue = company.orders.filter((order) =>
      order.invoices.some((one) => !one.cleared && addDays(one.issuedOn, terms.get(order.customer) ?? 0) < today),
    );
    expect(overdue.map((order) => [order.customer, order.id])).toEqual([
      ['10100026', 'SO-78970'],
      ['10100026', 'SO-78971'],
      ['10100028', 'SO-78972'],
      ['10100029', 'SO-78973'],
      ['10100030', 'SO-78974'],
    ]);
  });

  it('are open deals that close later and wait for more than a plant has', () => {
    const deals = company.opportunities.filter((deal) => deal.stage !== 'Closed Won' && deal.closeOn > today);
    const short = deals.flatMap((deal) => {
      const [item] = company.orders.find((order) => order.id === deal.order)?.items ?? [];
      const material = company.materials.slice(later.materials).find((one) => one.id === item?.material);
      return material && Number(material.stock) < Number(item?.quantity) ? [[deal.order, material.id, deal.closeOn]] : [];
    });
    expect(short).toEqual([
      ['SO-78977', 'MAT-1025', '2024-06-11'],
      ['SO-78978', 'MAT-1026', '2024-06-26'],
      ['SO-78979', 'MAT-1027', '2024-07-11'],
      ['SO-78980', 'MAT-1025', '2024-07-26'],
    ]);
  });

  it('are about every third material in a second plant as well', () => {
    const elsewhere = company.materials.slice(0, later.materials).filter((one) => one.elsewhere !== undefined);
    expect(elsewhere).toHaveLength(8);
    expect(elsewhere.every((one) => one.plant === '1010' && one.elsewhere?.[0]?.plant === '1020')).toBe(true);
  });

  it('are cases of customers that are there, however small the company, none opened after its now', () => {
    for (const size of [1, 2, 25, 60]) {
      const { cases = [], customers, asOf } = generateCompany({ size });
      expect(cases.length).toBeGreaterThanOrEqual(5);
      expect(cases.every((one) => customers.some(({ id }) => id === one.customer) && one.openedAt < asOf)).toBe(true);
    }
  });
});
