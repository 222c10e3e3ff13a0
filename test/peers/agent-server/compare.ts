// Two answers, without what is by chance, and where they differ.

/** Ids and moments differ by nature; what is left is meant. */
export function normalised(value: unknown): unknown {
  const text = JSON.stringify(value, (_key, member: unknown) => (member === undefined ? null : member));
  return JSON.parse(
    (text ?? 'null')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
      .replaceAll(/\b[0-9a-f]{32}\b/g, '<hash>')
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '<time>'),
  );
}

/** `path: theirs → ours`, for every place where two values differ. */
export function differences(theirs: unknown, ours: unknown, path = ''): string[] {
  if (
    typeof theirs !== 'object' ||
    typeof ours !== 'object' ||
    theirs === null ||
    ours === null ||
    Array.isArray(theirs) !== Array.isArray(ours)
  )
    return JSON.stringify(theirs) === JSON.stringify(ours) ? [] : [`${path}: ${short(theirs)} → ${short(ours)}`];
  const keys = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])];
  return keys.flatMap((key) => differences(Reflect.get(theirs, key), Reflect.get(ours, key), `${path}/${key}`));
}

function short(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
