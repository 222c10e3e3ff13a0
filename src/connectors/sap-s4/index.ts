export { createSapS4, type SapS4Options } from './connection.ts';
export { SapS4Config } from './config.ts';
