export type Step = { readonly name: string; readonly command: string; readonly args: readonly string[] };
export declare const steps: readonly Step[];
export declare function check(options: {
  readonly steps: readonly Step[];
  readonly write: (text: string) => void;
  readonly root?: string;
}): Promise<number>;
