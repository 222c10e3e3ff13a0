export { ElasticityModel, elasticityOf, expectedQuantity, fitElasticity, loadElasticity } from './elasticity.ts';
export type { Elasticity, ElasticityOptions, Sale } from './elasticity.ts';
export { recommendPrice, type Bound, type PriceRecommendation, type PriceRequest } from './recommend-price.ts';
