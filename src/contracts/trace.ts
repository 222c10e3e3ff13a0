/** What of a run took how long. Attributes hold ids, hashes, codes and numbers; a text or a value of a record is none of them. */
export type TracedSpan = {
  readonly runId: string;
  /** `run order-status`, `tool erp.get-order`, `chat gpt`, `effect crm.create-task`. */
  readonly name: string;
  /** A run holds its tools, models and effects; `client` is a call that leaves this process. */
  readonly kind: 'run' | 'internal' | 'client';
  readonly from: Date;
  readonly to: Date;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** Code of the error it ended with. */
  readonly error?: string;
};

/** Never throws and never waits: what is traced goes on, whoever listens. */
export type Trace = (span: TracedSpan) => void;
