import { readLock } from '../../src/prompting/index.ts';

/** Versions of a shipped prompt, oldest first; tests follow along when a prompt gets a new one. */
export function versionsOf(id: string): { readonly all: readonly string[]; readonly now: string; readonly before: string } {
  const all = readLock('prompts')
    .filter((row) => row.id === id)
    .map(({ version }) => version);
  return { all, now: all.at(-1) ?? '', before: all.at(-2) ?? '' };
}

/** The next patch after a version. */
export function patchAfter(version: string): string {
  return version.replace(/\d+$/, (patch) => String(Number(patch) + 1));
}
