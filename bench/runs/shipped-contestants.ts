import type { MakeContestant } from '../contestant.ts';

/** Loaded one by one: the stock side must not load what our side installs. */
export const contestants: Readonly<Record<string, MakeContestant>> = {
  shipped_ours: async (folder) => (await import('./shipped.ts')).shipped(folder, 'FULL'),
  shipped_ours_normal: async (folder) => (await import('./shipped.ts')).shipped(folder, 'NORMAL'),
  shipped_stock: async (folder) => (await import('./stock-flow.ts')).stockFlow(folder, 'FULL'),
  shipped_stock_normal: async (folder) => (await import('./stock-flow.ts')).stockFlow(folder, 'NORMAL'),
  shipped_functions: async (folder) => (await import('./stock-flow.ts')).functionFlow(folder, 'FULL'),
};
