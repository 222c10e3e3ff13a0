/** As much of the optional peer as is used; it is not installed by default, so its own types cannot be counted on. */
declare module 'onnxruntime-node' {
  export class Tensor {
    constructor(type: 'int64', data: BigInt64Array, dims: readonly number[]);
    readonly data: unknown;
  }
  export class InferenceSession {
    static create(path: string, options?: { intraOpNumThreads?: number; logSeverityLevel?: 0 | 1 | 2 | 3 | 4 }): Promise<InferenceSession>;
    readonly inputNames: readonly string[];
    readonly outputNames: readonly string[];
    run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
    release(): Promise<void>;
  }
}
