export { sandboxHistory, type HistoryOptions } from './sandbox-history.ts';
