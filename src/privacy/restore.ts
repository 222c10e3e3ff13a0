import { CountersignError } from '../contracts/errors.ts';
import { tokenPattern } from './tokens.ts';

export type ValueOf = (token: string) => string | number | undefined;

/**
 * Puts values back into every string (and key) of a JSON tree, in one pass: a value that itself looks like a token stays
 * as it is. Parts without a token are returned as they came.
 */
export function restoreTree(tree: unknown, valueOf: ValueOf): unknown {
  if (typeof tree === 'string') return restoreLeaf(tree, valueOf);
  if (Array.isArray(tree)) {
    const restored = tree.map((item) => restoreTree(item, valueOf));
    return restored.some((item, index) => item !== tree[index]) ? restored : tree;
  }
  if (typeof tree !== 'object' || tree === null) return tree;
  let changed = false;
  const members = Object.entries(tree).map(([key, member]): [string, unknown] => {
    const restored: [string, unknown] = [restoreText(key, valueOf), restoreTree(member, valueOf)];
    changed ||= restored[0] !== key || restored[1] !== member;
    return restored;
  });
  return changed ? Object.fromEntries(members) : tree;
}

/** A token that was a number and stands alone becomes a number again. */
function restoreLeaf(text: string, valueOf: ValueOf): unknown {
  const value = text.startsWith('<') && text.endsWith('>') ? valueOf(text) : undefined;
  return typeof value === 'number' ? value : restoreText(text, valueOf);
}

export function restoreText(text: string, valueOf: ValueOf): string {
  if (!text.includes('<')) return text;
  return text.replace(tokenPattern(), (token) => {
    const value = valueOf(token);
    if (value === undefined) throw new CountersignError('privacy.unknown_token', `${token} does not belong to this thread`);
    return String(value);
  });
}

/** Tokens a tree holds, each once. */
export function tokensIn(tree: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof tree === 'string') {
    if (tree.includes('<')) for (const match of tree.matchAll(tokenPattern())) found.add(match[0]);
  } else if (Array.isArray(tree)) {
    for (const item of tree) tokensIn(item, found);
  } else if (typeof tree === 'object' && tree !== null) {
    for (const [key, member] of Object.entries(tree)) {
      tokensIn(key, found);
      tokensIn(member, found);
    }
  }
  return found;
}
