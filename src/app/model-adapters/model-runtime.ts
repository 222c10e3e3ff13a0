import type { OutsideRuntime } from '../../scoring/import/index.ts';
import { createEndpoints, type EndpointParts } from './endpoint.ts';
import { createOnnxModels } from './onnx.ts';

export type ModelRuntime = OutsideRuntime & { close(): Promise<void> };

/** What runs models that are not ours: ONNX in this process where the package is installed, endpoints over HTTP. */
export function createModelRuntime(parts: EndpointParts): ModelRuntime {
  const [onnx, endpoints] = [createOnnxModels(), createEndpoints(parts)];
  return {
    onnx: (bytes) => onnx.open(bytes),
    endpoint: (source) => endpoints.open(source),
    async close() {
      await Promise.all([onnx.close(), endpoints.close()]);
    },
  };
}
