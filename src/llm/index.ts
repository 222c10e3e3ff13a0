export type { Budget, Prices } from './budget.ts';
export { checkFaithful, type Failure, type Faithfulness } from './faithful.ts';
export type { GatewayOptions, ModelRole, ModelRoles } from './desk.ts';
export { createGateway } from './gateway.ts';
export { NarratorChatModel } from './narrator.ts';
export type { RemoteModel } from './providers.ts';
export { fillAmounts } from '../privacy/index.ts';
