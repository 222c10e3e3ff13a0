/** A loaded model. All the native part does; what goes in and what comes out is decided outside it. */
export interface TokenSession {
  /** One score per token and label, token by token: `inputIds.length × labels` numbers. */
  run(inputIds: readonly number[]): Promise<Float32Array>;
  close(): Promise<void>;
}
