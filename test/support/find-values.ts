/**
 * Which of many values stand in a long text. One pass by their first four characters: thousands of `includes` over
 * megabytes would block the event loop for a minute, and time out every connection under test.
 */
export function findValues<T extends { readonly value: string }>(text: string, values: readonly T[]): T[] {
  const byStart = new Map<string, T[]>();
  for (const each of values) {
    if (each.value.length < 4) continue;
    const start = each.value.slice(0, 4);
    byStart.set(start, [...(byStart.get(start) ?? []), each]);
  }
  const found = new Set<T>();
  for (let at = 0; at + 4 <= text.length; at += 1) {
    for (const each of byStart.get(text.slice(at, at + 4)) ?? []) if (text.startsWith(each.value, at)) found.add(each);
  }
  return [...found];
}
