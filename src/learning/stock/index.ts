export { empiricalSafetyStock, safetyStock, type EmpiricalStockLevel, type SteadyDemand, type StockLevel } from './safety-stock.ts';
