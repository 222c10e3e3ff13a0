import type { Cite } from '../../contracts/answer.ts';
import type { Privacy } from '../../contracts/privacy.ts';
import { tokenPattern } from '../../privacy/index.ts';

/**
 * What a thread holds, as its own user may read it. Citations name places in a text, and a name is longer or shorter than its
 * token, so they move with it.
 */
export async function revealTree(privacy: Privacy, threadId: string, tree: unknown): Promise<unknown> {
  const tokens = new Set<string>();
  collect(tree, tokens);
  if (tokens.size === 0) return tree;
  const shown = new Map<string, string>();
  for (const token of tokens) shown.set(token, await shownFor(privacy, threadId, token));
  return revealed(tree, shown);
}

/** A token nobody issued stays as it is: somebody typed it, or another thread's was quoted. */
async function shownFor(privacy: Privacy, threadId: string, token: string): Promise<string> {
  try {
    return String(await privacy.restoreForScreen<unknown>(threadId, token));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'privacy.unknown_token') return token;
    throw error;
  }
}

function collect(tree: unknown, found: Set<string>): void {
  if (typeof tree === 'string') {
    if (tree.includes('<')) for (const [token] of tree.matchAll(tokenPattern())) found.add(token);
  } else if (Array.isArray(tree)) for (const item of tree) collect(item, found);
  else if (typeof tree === 'object' && tree !== null)
    for (const [key, member] of Object.entries(tree)) {
      collect(key, found);
      collect(member, found);
    }
}

type Shown = ReadonlyMap<string, string>;

function revealed(tree: unknown, shown: Shown): unknown {
  if (typeof tree === 'string') return textOf(tree, shown);
  if (Array.isArray(tree)) return tree.map((item) => revealed(item, shown));
  if (typeof tree !== 'object' || tree === null) return tree;
  const members = Object.fromEntries(Object.entries(tree).map(([key, member]) => [textOf(key, shown), revealed(member, shown)]));
  if ('cites' in tree && 'text' in tree && typeof tree.text === 'string' && Array.isArray(tree.cites))
    return { ...members, cites: moved(tree.text, tree.cites, shown) };
  return members;
}

function textOf(text: string, shown: Shown): string {
  return text.includes('<') ? text.replace(tokenPattern(), (token) => shown.get(token) ?? token) : text;
}

function moved(text: string, cites: readonly Cite[], shown: Shown): readonly Cite[] {
  const grown = [...text.matchAll(tokenPattern())].map(({ 0: token, index }) => ({
    start: index,
    end: index + token.length,
    by: (shown.get(token) ?? token).length - token.length,
  }));
  const place = (at: number, isEnd: boolean): number =>
    at + grown.filter(({ start, end }) => (isEnd ? end <= at : start < at && end <= at)).reduce((sum, { by }) => sum + by, 0);
  return cites.map((cite) => ({ ...cite, start: place(cite.start, false), end: place(cite.end, true) }));
}
