export type { Budget, Prices } from './budget.ts';
export { checkFaithful, type Failure, type Faithfulness } from './faithful.ts';
export { createGateway, type GatewayOptions, type ModelRole, type ModelRoles } from './gateway.ts';
export { NarratorChatModel } from './narrator.ts';
export type { RemoteModel } from './providers.ts';
export { fillAmounts } from '../privacy/index.ts';
