/** The current moment, injected. Code outside app/ and config/ never reads the machine's clock. */
export interface Clock {
  now(): Date;
}

/** Waits without holding a thread; rejects when the signal aborts. Injected so tests do not wait. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Opaque, sortable, unique ids: `run_…`, `apr_…`. Injected so the same seed gives the same ids. */
export interface Ids {
  next(kind: IdKind): string;
}

export type IdKind =
  | 'run'
  | 'evt'
  | 'apr'
  | 'prp'
  | 'exc'
  | 'key'
  | 'egr'
  | 'blob'
  | 'req'
  | 'lnk'
  | 'era'
  | 'prd'
  | 'chg'
  | 'fbk'
  | 'job'
  | 'trn'
  | 'prm'
  | 'out';
