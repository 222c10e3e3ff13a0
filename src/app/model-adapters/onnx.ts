import { CountersignError } from '../../contracts/errors.ts';
import type { OnnxSession } from '../../scoring/import/index.ts';

/** As much of the optional peer as is used here. */
type Tensor = { readonly data: unknown };
type Session = {
  readonly inputNames: readonly string[];
  run(feeds: Readonly<Record<string, Tensor>>, fetches: readonly string[]): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
};
type Runtime = {
  readonly InferenceSession: { create(bytes: Uint8Array, options: object): Promise<Session> };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => Tensor;
};

/** What to do where the runtime is missing: its own installer fetches a GPU build from elsewhere, which is not needed. */
export const howToInstall = 'ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node';

export type OnnxModels = { open(bytes: Uint8Array): OnnxSession; close(): Promise<void> };

/** Models in ONNX, run by the optional package on one thread each, so that an answer never depends on the machine's load. */
export function createOnnxModels(load: () => Promise<unknown> = () => import('onnxruntime-node')): OnnxModels {
  const sessions = new Set<Promise<Session>>();
  return {
    open(bytes) {
      let opened: Promise<Session> | undefined;
      const session = async (runtime: Runtime): Promise<Session> => {
        opened ??= create(runtime, bytes);
        sessions.add(opened);
        return opened;
      };
      return {
        async run(row, output) {
          const runtime = await loaded(load);
          const { inputNames, run } = bound(await session(runtime));
          const input = new runtime.Tensor('float32', Float32Array.from(row), [1, row.length]);
          const answer = await run({ [inputNames[0] ?? '']: input }, [output]).catch((cause: unknown) => {
            throw new CountersignError('state.invalid', `The ONNX model cannot be run on a row of ${row.length} columns`, {
              field: 'onnx',
              cause,
            });
          });
          const { data } = answer[output] ?? {};
          if (data instanceof Float32Array || data instanceof Float64Array) return data;
          throw new CountersignError('state.invalid', `The output ${output} of the ONNX model is no tensor of floating-point numbers`, {
            field: 'onnx',
          });
        },
      };
    },
    async close() {
      const settled = await Promise.allSettled(sessions);
      sessions.clear();
      await Promise.all(settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value.release()] : [])));
    },
  };
}

const bound = (session: Session): Pick<Session, 'inputNames' | 'run'> => ({
  inputNames: session.inputNames,
  run: (feeds, fetches) => session.run(feeds, fetches),
});

async function loaded(load: () => Promise<unknown>): Promise<Runtime> {
  try {
    // The package is not installed by default, so its own types cannot be counted on.
    return (await load()) as Runtime;
  } catch (cause) {
    throw new CountersignError('capability.missing', `A model in ONNX needs a package that is not installed: ${howToInstall}`, {
      field: 'onnx',
      cause,
    });
  }
}

function create({ InferenceSession }: Runtime, bytes: Uint8Array): Promise<Session> {
  return InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 4 }).catch((cause: unknown) => {
    throw new CountersignError('input.invalid', `onnxruntime cannot open the ONNX model${reasonIn(cause)}`, { field: 'onnx', cause });
  });
}

/** The operator or the version the runtime names; nothing else of its message, which quotes the file. */
function reasonIn(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : '';
  const operator = /([\w.]*:?\w+)\(-?\d+\) is not a registered function\/op/.exec(message)?.[1];
  if (operator !== undefined) return `: it has no operator ${operator.replace(/^:/, '')}`;
  const version = /opset (?:version )?(\d+)|IR version: (\d+)/i.exec(message);
  return version ? `: it is of a newer version (${version[1] ?? version[2]}) than the runtime knows` : '';
}
