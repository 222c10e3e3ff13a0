import { existsSync } from 'node:fs';
import type { Detector } from '../../src/contracts/detection.ts';

const detect = new URL('../../src/privacy/detect/index.ts', import.meta.url);

/** Read by people when it is not there. */
export const missingDetector = 'There is no detector yet: src/privacy/detect/index.ts does not export createDetector.';

/** Ours, or undefined in a checkout that has none. */
export async function loadDetector(): Promise<Detector | undefined> {
  if (!existsSync(detect)) return undefined;
  const loaded: { readonly createDetector?: () => Detector } = await import(detect.href);
  return loaded.createDetector?.();
}
