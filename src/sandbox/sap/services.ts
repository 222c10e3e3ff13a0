import { salesContracts } from './contract-services.ts';
import { decisionAudit } from './custom-services.ts';
import { availability, billing, deliveries, journalItems, maintenance, production } from './logistics-services.ts';
import { billsOfMaterial, materialStock, products } from './material-services.ts';
import type { EntitySet, Service } from './model.ts';
import { businessPartners, creditManagement } from './partner-services.ts';
import { customerReturns, salesOrders, simulations } from './sales-services.ts';
import { creditBlocks, priceConditions, serviceOrders } from './service-order-services.ts';

/** Every service the face answers, by the name in its address (`NAME` or `NAME;v=0002`). */
export const services: ReadonlyMap<string, Service> = new Map(
  [
    salesOrders,
    businessPartners,
    creditManagement,
    deliveries,
    billing,
    journalItems,
    availability,
    simulations,
    maintenance,
    customerReturns,
    production,
    products,
    billsOfMaterial,
    materialStock,
    decisionAudit,
    serviceOrders,
    priceConditions,
    creditBlocks,
    salesContracts,
  ].map((one) => [one.version ? `${one.name};v=${one.version}` : one.name, one]),
);

const sets = new Map([...services.values()].flatMap((one) => [...one.sets]));

/** An entity set by name; names are unique across the services we serve. */
export function setNamed(name: string): EntitySet {
  const found = sets.get(name);
  if (!found) throw new Error(`there is no entity set ${name}`);
  return found;
}

export function allSets(): readonly EntitySet[] {
  return [...sets.values()];
}
