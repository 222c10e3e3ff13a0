import { orderGraph } from './graphs.ts';

/** The graph of the runs as a module the development server loads by itself. */
export const order = orderGraph();
