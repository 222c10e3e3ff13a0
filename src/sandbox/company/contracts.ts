import { addDays } from './days.ts';
import type { CompanySeed, SeedCustomer } from './seed.ts';

export type SeedContract = {
  /** What the ERP knows it by. */
  readonly number: string;
  readonly customer: SeedCustomer;
  readonly startOn: string;
  readonly months: number;
  readonly annual: number;
};

/** One customer in four has a yearly contract; they end one after the other. Both systems hold the same ones. */
export function contractsOf({ asOf, customers }: CompanySeed): readonly SeedContract[] {
  const today = asOf.slice(0, 10);
  return customers.flatMap((customer, index) =>
    index % 4 === 1
      ? [
          {
            number: String(40_000_001 + index),
            customer,
            startOn: addDays(today, 20 + ((index * 17) % 300) - 365),
            months: 12,
            annual: 6_000 + index * 450,
          },
        ]
      : [],
  );
}

/** The last day of so many months, as both vendors count a term. */
export function lastDay(start: string, months: number): string {
  const end = new Date(`${start}T00:00:00Z`);
  end.setUTCMonth(end.getUTCMonth() + months);
  end.setUTCDate(end.getUTCDate() - 1);
  return end.toISOString().slice(0, 10);
}
