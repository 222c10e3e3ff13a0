export { clockSleep, countedIds, fixedClock, type FixedClock } from './fixed.ts';
export { memoryConnection, type MemoryConnection, type MemoryOptions, type StoredWrite } from './memory-connection.ts';
