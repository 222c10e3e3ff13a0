/** Who answers what. The reception greets, says what can be asked and what waits; every other desk has tools of its own. */
export const desks = ['orders', 'inventory', 'credit', 'customers', 'pipeline', 'operations', 'reception'] as const;
export type Desk = (typeof desks)[number];
