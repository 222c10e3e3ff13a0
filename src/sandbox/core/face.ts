import type { HttpBindings } from '@hono/node-server';
import type { Database } from 'better-sqlite3';
import type { Context, Hono } from 'hono';
import type { Log } from '../../contracts/log.ts';
import type { Clock } from '../../contracts/time.ts';
import type { JsonObject } from '../../contracts/json.ts';
import type { CompanySeed } from '../company/seed.ts';
import type { SeededIds } from './ids.ts';

export type FaceName = 'sap' | 'salesforce' | 'dnb';

/** One record a request changed. `key` is the effect key the record now carries, where the face knows it. */
export type Commit = {
  readonly operation: 'create' | 'update' | 'delete';
  readonly type: string;
  readonly id: string;
  readonly key?: string;
};

/** What core and face tell each other about one HTTP request. */
export type Exchange = {
  /** The face pushes every record it changed, after its transaction committed. */
  readonly commits: Commit[];
  /** A fault asks that somebody else touches the addressed record just before this write looks at its version. */
  readonly staleEtag: boolean;
};

export type SandboxEnv = { Bindings: HttpBindings; Variables: { exchange: Exchange } };
export type SandboxApp = Hono<SandboxEnv>;
export type SandboxContext = Context<SandboxEnv>;

export type FaceContext = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: SeededIds;
  readonly log: Log;
  /** Aborted when the sandbox closes. */
  readonly closing: AbortSignal;
};

/** One vendor's protocol on the shared server. It owns its tables and prefixes their names with its own name. */
export type Face = {
  readonly name: FaceName;
  /** Paths under these prefixes belong to the face: `/sap/opu/odata/sap/`, `/services/`. */
  readonly prefixes: readonly string[];
  mount(app: SandboxApp): void;
  /** Forgets what it held and stores its part of the company. */
  load(seed: CompanySeed): void;
  /** The vendor's error body for failures made outside the face (rate limit, server error, body too large). */
  problem?(status: number, message: string): JsonObject | readonly JsonObject[];
};

export type FaceFactory = (context: FaceContext) => Face;

/** Notes a change for the request log; call it after the commit, once per record. */
export function committed(c: SandboxContext, commit: Commit): void {
  c.get('exchange').commits.push(commit);
}
