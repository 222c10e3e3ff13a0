import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's own folder, from source and from the build alike: the nearest package.json named countersign. */
export function packageHome(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'countersign') return folder;
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the countersign package folder was not found');
    folder = parent;
  }
}

export const migrationsFolder = (): string => join(packageHome(), 'src', 'storage', 'sqlite', 'migrations');
export const promptsFolder = (): string => join(packageHome(), 'prompts');
/** Names, places and words the detector knows. */
export const listsFolder = (): string => join(packageHome(), 'src', 'privacy', 'lists');
/** The built web page; absent in a checkout without a build of it. */
export const consoleFolder = (): string => join(packageHome(), 'dist', 'console');
export const graphsFolder = (): string => join(packageHome(), 'graphs');

export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageHome(), 'package.json'), 'utf8')) as { version: string }).version;
}
