import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Detector } from '../../src/contracts/detection.ts';

const detect = new URL('../../src/privacy/detect/index.ts', import.meta.url);

/** Read by people when it is not there. */
export const missingDetector = 'There is no detector yet: src/privacy/detect/index.ts does not export createDetector.';

/** Ours, or undefined in a checkout that has none. */
export async function loadDetector(): Promise<Detector | undefined> {
  if (!existsSync(detect)) return undefined;
  const { createDetector, loadLexicon } = await import('../../src/privacy/detect/index.ts');
  return createDetector(loadLexicon(fileURLToPath(new URL('../../src/privacy/lists', import.meta.url))));
}
