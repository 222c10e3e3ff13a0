import type { Detector } from '../contracts/detection.ts';
import { listsFolder, packageVersion } from '../config/home.ts';
import { createDetector, loadLexicon } from '../privacy/detect/index.ts';

let held: Detector | undefined;

/** The detector of this process. Its lists take a quarter of a second and 20 MB: they are read when first needed, once. */
export function detector(): Detector {
  held ??= createDetector(loadLexicon(listsFolder()));
  return held;
}

/** The same for whoever wants one at start: reads nothing until there is a text. */
export const lateDetector: Detector = { detect: (text, known) => detector().detect(text, known) };

/** Rules and lists come with the package and change with its version alone. */
export const rulesName = (): string => `rules ${packageVersion()}`;
