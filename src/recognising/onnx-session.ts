import { CountersignError } from '../contracts/errors.ts';
import type { TokenSession } from './session.ts';

const field = 'privacy.recogniser';

/** Opens a token-classification model in ONNX. The native runtime is loaded here and by nothing else. */
export async function loadOnnxSession(path: string): Promise<TokenSession> {
  const { InferenceSession, Tensor } = await runtime();
  const session = await InferenceSession.create(path, { logSeverityLevel: 3 }).catch((cause: unknown) => {
    throw new CountersignError('config.invalid', 'The model of the recogniser cannot be opened', { field: `${field}.model`, cause });
  });
  const output = session.outputNames.find((name) => name === 'logits') ?? session.outputNames[0];
  if (!session.inputNames.includes('input_ids') || output === undefined)
    throw new CountersignError('config.invalid', 'The model takes no input_ids, so it is no token-classification model', {
      field: `${field}.model`,
    });
  return {
    async run(inputIds) {
      const dims = [1, inputIds.length];
      const filled = (value: bigint): InstanceType<typeof Tensor> =>
        new Tensor('int64', new BigInt64Array(inputIds.length).fill(value), dims);
      const known: Record<string, InstanceType<typeof Tensor>> = {
        input_ids: new Tensor('int64', BigInt64Array.from(inputIds, BigInt), dims),
        attention_mask: filled(1n),
        token_type_ids: filled(0n),
      };
      // A model is given the inputs it names and no other; some have no token types.
      const feeds = Object.fromEntries(Object.entries(known).filter(([name]) => session.inputNames.includes(name)));
      const { data } = (await session.run(feeds))[output] ?? {};
      if (!(data instanceof Float32Array))
        throw new CountersignError('config.invalid', 'The model does not answer with 32-bit scores', { field: `${field}.model` });
      return data;
    },
    close: () => session.release(),
  };
}

async function runtime(): Promise<typeof import('onnxruntime-node')> {
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    throw new CountersignError('capability.missing', 'The recogniser needs a package that is not installed: npm install onnxruntime-node', {
      field,
      cause,
    });
  }
}
