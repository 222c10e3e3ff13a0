import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the build is made from; a newer file or folder in here makes it outdated. */
export const sourceFolders = ['src', 'tools', 'agents', 'graphs', 'classic-models', 'console'];
export const stampFile = join('dist', '.built');

/**
 * Whether the build, or whatever else `made` names, is missing or older than any source. Kept apart from the build, so that
 * asking costs no bundler.
 */
export function isStale(root, made = stampFile) {
  const builtAt = modifiedAt(join(root, made));
  if (builtAt === undefined) return true;
  if ((modifiedAt(join(root, 'package.json')) ?? 0) > builtAt) return true;
  return sourceFolders.some((folder) => isNewer(join(root, folder), builtAt));
}

/** A folder's own time counts too: it moves when a file in it was removed. */
function isNewer(folder, builtAt) {
  if ((modifiedAt(folder) ?? 0) > builtAt) return true;
  for (const entry of list(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() ? isNewer(path, builtAt) : (modifiedAt(path) ?? 0) > builtAt) return true;
  }
  return false;
}

function list(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
