export { aliases, sandboxApp, salesforceFace, type SalesforceFaceOptions } from './face.ts';
export { integrationUsername } from './load.ts';
export type { ConnectedApp } from './oauth.ts';
export { normalId } from './record-id.ts';
