import { createHash } from 'node:crypto';
import { CountersignError } from '../contracts/errors.ts';
import type { PromptLabels } from '../contracts/prompts.ts';
import type { Prompt, PromptRegistry } from './load.ts';
import { readLock, type PromptLock } from './lock-file.ts';
import { readReleased } from './released.ts';

/** Every version of the installation's prompts, and which of them speaks. */
export type PromptShelf = PromptRegistry & {
  /** Versions that can be used, oldest first; the one in the folder is the last, released or not. */
  versions(id: string): readonly { readonly version: string; readonly hash: string; readonly isReleased: boolean }[];
  /** The text that was released as this version, where it is kept; the file in the folder may have gone on under it. */
  released(id: string, version: string): Prompt | undefined;
};

export type PromptFolder = { readonly dir: string; readonly prompts: PromptRegistry };

/**
 * Prompts by label: where `production` (or `uat`, for an installation that reads that one) points to a version it is used,
 * otherwise the one in the folder. A canary takes its share of threads, each thread always the same version.
 */
export function createShelf(
  folders: readonly PromptFolder[],
  labelsOf: (id: string) => PromptLabels,
  reads: 'production' | 'uat' = 'production',
): PromptShelf {
  const places = new Map<string, { dir: string; current: Prompt; lock: PromptLock }>();
  for (const { dir, prompts } of folders) {
    const lock = readLock(dir);
    for (const current of prompts.list()) places.set(current.id, { dir, current, lock });
  }
  const kept = new Map<string, Prompt>();
  const placeOf = (id: string) => {
    const place = places.get(id);
    if (!place) throw new CountersignError('prompt.invalid', `There is no prompt ${id}`, { field: id });
    return place;
  };
  const find = (id: string, wanted: string): Prompt | undefined => {
    const place = places.get(id);
    if (!place) return undefined;
    if (place.current.version === wanted) return place.current;
    const name = `${id}@${wanted}`;
    const found = kept.get(name) ?? readReleased(place.dir, place.lock, id, wanted);
    if (found) kept.set(name, found);
    return found;
  };
  const version = (id: string, wanted: string): Prompt => {
    const found = find(id, wanted);
    if (!found) throw new CountersignError('prompt.invalid', `${id} has no version ${wanted} that can be used`, { field: id });
    return found;
  };
  return {
    get(id, threadId) {
      const { current } = placeOf(id);
      const labels = labelsOf(id);
      const { canary } = labels;
      if (canary && threadId !== undefined && shareOf(id, threadId) < canary.percent) return version(id, canary.version);
      return version(id, labels[reads] ?? current.version);
    },
    list: () => [...places.values()].map(({ current }) => current),
    find,
    released(id, wanted) {
      const place = places.get(id);
      return place && readReleased(place.dir, place.lock, id, wanted);
    },
    versions(id) {
      const { current, lock } = placeOf(id);
      const released = lock.filter((row) => row.id === id).map((row) => ({ version: row.version, hash: row.hash, isReleased: true }));
      return released.some((row) => row.version === current.version)
        ? released
        : [...released, { version: current.version, hash: current.hash, isReleased: false }];
    },
  };
}

/** 0 to 100, the same for a thread and a prompt every time. */
function shareOf(id: string, threadId: string): number {
  return (createHash('sha256').update(`${id}\n${threadId}`).digest().readUInt32BE(0) / 2 ** 32) * 100;
}
