import type { Config } from '../../src/config/schema.ts';
import type { ProbeLabel } from '../../src/flow/parts.ts';
import type { Plan } from './life.ts';

/** What the parent asks of a worker process. */
export type Command =
  | { readonly do: 'open'; readonly config: Config; readonly plan: Plan; readonly sandboxUrl: string }
  | { readonly do: 'tell'; readonly order: string; readonly sourceId: string };

/** What a worker process says. After `at` it stands still at that boundary until it is killed. */
export type Word =
  | { readonly say: 'ready' }
  | { readonly say: 'open' }
  | { readonly say: 'accepted'; readonly sourceId: string }
  | { readonly say: 'at'; readonly label: ProbeLabel }
  | { readonly say: 'failed'; readonly code: string; readonly message: string };
