import type { Lives } from './live.ts';
import type { Locks } from './locks.ts';
import type { ServingParts } from './parts.ts';
import type { Runner } from './runner.ts';

/** What the services of one engine share. */
export type Engine = { readonly parts: ServingParts; readonly lives: Lives; readonly runner: Runner; readonly locks: Locks };
