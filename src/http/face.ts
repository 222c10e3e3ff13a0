import type { Context } from 'hono';
import type { Log } from '../contracts/log.ts';
import type { Principal } from '../contracts/principal.ts';
import type { Serving } from '../contracts/serving.ts';
import type { Ids } from '../contracts/time.ts';

/** What a face that speaks somebody else's protocol is given. */
export type FaceParts = {
  readonly serving: Serving;
  /** The principal of a request; auth.* where there is none. */
  readonly authenticate: (c: Context) => Promise<Principal>;
  readonly limits: { readonly bodyLimitBytes: number; readonly depthLimit: number };
  readonly ids: Ids;
  readonly log: Log;
  /** Seconds since 1970, which these protocols stamp their answers with. */
  readonly now: () => Date;
  readonly isDraining: () => boolean;
  /** What of the numeric models this person may see. */
  readonly numericModels?: (by: Principal) => Promise<readonly unknown[]>;
};
