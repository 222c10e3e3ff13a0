import { z } from 'zod';
import type { FaceName } from './face.ts';

/**
 * What can go wrong between a caller and a vendor.
 * - latency: waits `ms`, then answers as usual
 * - rate-limit: 429 with Retry-After (`retryAfterSeconds`, default 1); the handler never runs
 * - server-error: `status` (default 503); the handler never runs
 * - reset-before: the socket dies before the handler runs; nothing changed
 * - lost-after-commit: the handler runs and commits, then the socket dies; the caller cannot know
 * - commit-later: waits `ms` (default the sandbox's settleMs) and then commits, although the caller may have hung up
 * - stale-etag: somebody else changes the addressed record just before the write looks at its version
 * - duplicate-webhook: a notification is posted `copies` times (default 2); `path` is matched against the receiver's path
 */
export const faultKinds = [
  'latency',
  'rate-limit',
  'server-error',
  'reset-before',
  'lost-after-commit',
  'commit-later',
  'stale-etag',
  'duplicate-webhook',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export type FaultSpec = {
  readonly kind: FaultKind;
  readonly face?: FaceName;
  readonly method?: string;
  /** A text the decoded path contains, or an expression it matches. Without it every path. */
  readonly path?: string | RegExp;
  /** How often it strikes; without it until cleared. */
  readonly times?: number;
  /** Chance per matching request, drawn from the sandbox's seed. Without it every time. */
  readonly probability?: number;
  readonly ms?: number;
  readonly retryAfterSeconds?: number;
  readonly status?: number;
  readonly copies?: number;
};

/** The same over HTTP; `pathPattern` is an expression as text. */
export const FaultRequest = z
  .object({
    kind: z.enum(faultKinds),
    face: z.enum(['sap', 'salesforce', 'dnb']).optional(),
    method: z.string().optional(),
    path: z.string().optional(),
    pathPattern: z.string().max(200).optional(),
    times: z.number().int().positive().optional(),
    probability: z.number().min(0).max(1).optional(),
    ms: z.number().int().min(0).max(600_000).optional(),
    retryAfterSeconds: z.number().int().min(0).optional(),
    status: z.number().int().min(400).max(599).optional(),
    copies: z.number().int().min(1).max(100).optional(),
  })
  .transform(({ pathPattern, ...rest }): FaultSpec => {
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    // Undefined members were just dropped; what is left is exactly a FaultSpec.
    return { ...(given as FaultSpec), ...(pathPattern === undefined ? {} : { path: new RegExp(pathPattern) }) };
  });

export type FaultDesk = {
  /** Returns an id that `remove` takes. */
  add(spec: FaultSpec): number;
  remove(id: number): void;
  clear(): void;
  list(): readonly (FaultSpec & { readonly id: number })[];
  /** The faults that strike this request, in the order they were added; counts them down. */
  strike(request: { face: FaceName; method: string; path: string }, kinds?: readonly FaultKind[]): readonly FaultSpec[];
};

export function faultDesk(random: () => number): FaultDesk {
  let nextId = 1;
  let rows: { readonly id: number; readonly spec: FaultSpec; left: number }[] = [];
  return {
    add(spec) {
      const id = nextId++;
      rows.push({ id, spec, left: spec.times ?? Number.POSITIVE_INFINITY });
      return id;
    },
    remove(id) {
      rows = rows.filter((row) => row.id !== id);
    },
    clear() {
      rows = [];
    },
    list: () => rows.map(({ id, spec, left }) => ({ ...spec, id, ...(Number.isFinite(left) ? { times: left } : {}) })),
    strike(request, kinds) {
      const struck: FaultSpec[] = [];
      for (const row of rows) {
        if (kinds ? !kinds.includes(row.spec.kind) : row.spec.kind === 'duplicate-webhook') continue;
        if (!matches(row.spec, request)) continue;
        if (row.spec.probability !== undefined && random() >= row.spec.probability) continue;
        row.left -= 1;
        struck.push(row.spec);
      }
      rows = rows.filter((row) => row.left > 0);
      return struck;
    },
  };
}

function matches(spec: FaultSpec, request: { face: FaceName; method: string; path: string }): boolean {
  if (spec.face !== undefined && spec.face !== request.face) return false;
  if (spec.method !== undefined && spec.method.toUpperCase() !== request.method) return false;
  if (spec.path === undefined) return true;
  // A global expression remembers where it stopped; search() starts afresh each time.
  return typeof spec.path === 'string' ? request.path.includes(spec.path) : request.path.search(spec.path) >= 0;
}
