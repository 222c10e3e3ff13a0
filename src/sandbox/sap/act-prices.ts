import { fromScaled, toScaled } from '../../contracts/money.ts';
import type { Clock } from '../../contracts/time.ts';
import { dayCell } from './cells.ts';
import { equals } from './filter.ts';
import { setNamed } from './services.ts';
import { requireCustomer, requireMaterial } from './stock.ts';
import type { SapStore } from './store.ts';

/** Its condition record is named by who it is for and what; `number` tells several of them apart. */
export type AgreedPrice = {
  readonly customer: string;
  readonly material: string;
  readonly amount: string;
  readonly currency?: string;
  /** What the amount buys. */
  readonly per?: number;
  readonly from?: string;
  readonly until?: string;
  readonly isDeleted?: boolean;
  readonly number?: number;
};

const tableOfCustomers = '305';

/** A price for one customer and one material. The same one entered again is changed: amount, days and whether it is deleted. */
export function agreePrice({ store, clock }: { readonly store: SapStore; readonly clock: Clock }, price: AgreedPrice): string {
  const { customer, material } = price;
  const base = requireMaterial(store, material);
  requireCustomer(store, customer);
  // Ten characters are all a condition record has.
  const id = `${customer.slice(-4)}${material.slice(-4)}${String(price.number ?? 1).padStart(2, '0')}`;
  const condition = { ConditionRecord: id, ConditionType: 'PPR0' };
  const amount = {
    ConditionRateValue: fromScaled(toScaled(price.amount, 9), 9),
    ConditionRateValueUnit: price.currency ?? base.currency,
    ConditionQuantity: String(price.per ?? 1),
    ConditionIsDeleted: price.isDeleted === true ? 1 : 0,
    LastChangeDateTime: clock.now().toISOString(),
  };
  const days = {
    ConditionValidityStartDate: dayCell(price.from ?? '2019-03-01'),
    ConditionValidityEndDate: dayCell(price.until ?? '9999-12-31'),
  };
  const [records, validities] = [setNamed('A_SlsPrcgConditionRecord'), setNamed('A_SlsPrcgCndnRecdValidity')];
  store.transaction(() => {
    if (store.get(records, condition)) store.update(records, condition, amount);
    else
      store.insert(records, {
        ...condition,
        ...amount,
        ConditionSequentialNumber: '01',
        ConditionTable: tableOfCustomers,
        ConditionQuantityUnit: base.unit,
        CreationDate: dayCell(amount.LastChangeDateTime.slice(0, 10)),
      });
    // The last day is part of its key.
    store.remove(validities, equals({ ConditionRecord: id }));
    store.insert(validities, {
      ...condition,
      ...days,
      SalesOrganization: '1010',
      DistributionChannel: '10',
      Customer: customer,
      Material: material,
    });
  });
  return id;
}
