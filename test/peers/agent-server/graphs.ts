// The fixture graphs as modules a server loads by itself.
import { bareGraphs } from '../../support/served-graphs.ts';

const graphs = bareGraphs();
export const echo = graphs.echo.compile();
export const slow = graphs.slow.compile();
export const error = graphs.error.compile();
export const ask = graphs.ask.compile();
export const askTwo = graphs['ask-two'].compile();
export const nested = graphs.nested.compile();
export const nestedAsk = graphs['nested-ask'].compile();
export const custom = graphs.custom.compile();
