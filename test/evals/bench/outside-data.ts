import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A folder of the data nobody in this project made; undefined, and said so, where it does not lie beside the checkout. */
export function outsideData(name: string): string | undefined {
  const folder = fileURLToPath(new URL(`../../../../shared/data/${name}`, import.meta.url));
  if (existsSync(folder)) return folder;
  process.stderr.write(`skipped: ../shared/data/${name} is not beside this checkout\n`);
  return undefined;
}
