import type { Log } from '../../contracts/log.ts';
import type { Permission, Principal } from '../../contracts/principal.ts';
import type { ServedGraph } from '../../contracts/served.ts';
import type { Owner, ServingStores } from '../../contracts/serving-store.ts';
import type { Clock, Sleep } from '../../contracts/time.ts';

export type ServingLimits = {
  /** Runs at work at once; others wait in the queue. */
  readonly concurrency: number;
  readonly runTimeoutMs: number;
  /** How long the events of a run can be fetched after it ended. */
  readonly keepMs: number;
  readonly eventsPerRun: number;
  readonly bytesPerRun: number;
  readonly bytesOverall: number;
  readonly streamsPerPrincipal: number;
  readonly runsPerThread: number;
  readonly recursionLimit: number;
  readonly inputBytes: number;
  readonly configurableBytes: number;
  /** Processes that may die over one run before it ends as an error. */
  readonly attempts: number;
};

export const defaultLimits: ServingLimits = {
  concurrency: 128,
  runTimeoutMs: 15 * 60_000,
  keepMs: 5 * 60_000,
  eventsPerRun: 50_000,
  bytesPerRun: 16 * 1024 * 1024,
  bytesOverall: 256 * 1024 * 1024,
  streamsPerPrincipal: 256,
  runsPerThread: 50,
  recursionLimit: 100,
  inputBytes: 256 * 1024,
  configurableBytes: 8 * 1024,
  attempts: 3,
};

export type WebhookParts = {
  /** Host names, with port where it is not the scheme's own, that may be told about runs. */
  readonly hosts: readonly string[];
  /** `whsec_` and base64, as Standard Webhooks has it. Nothing is sent without one. */
  readonly secret?: string;
  /** Answers with the status; does not follow redirects. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<number>;
};

export type ServingParts = {
  readonly graphs: readonly ServedGraph[];
  readonly stores: ServingStores;
  readonly saver: { deleteThread(threadId: string): Promise<void>; prune(threadId: string): Promise<number> };
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly log: Log;
  /** Version 7: sortable by time. */
  readonly uuid: () => string;
  readonly may: (by: Principal, permission: Permission) => boolean;
  /** Who somebody is now: roles taken away since are gone. */
  readonly principal: (owner: Owner) => Principal;
  /** Calls a job at the moments of a cron expression; throws for an expression or zone that is none. */
  readonly schedule: (expression: string, timeZone: string, job: () => Promise<void>, failed: () => void) => () => void;
  readonly webhooks: WebhookParts;
  readonly limits?: Partial<ServingLimits>;
};

export const limitsOf = (parts: ServingParts): ServingLimits => ({ ...defaultLimits, ...parts.limits });
export const nowOf = (parts: { readonly clock: Clock }): string => parts.clock.now().toISOString();
