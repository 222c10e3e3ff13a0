export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/**
 * Canonical JSON (RFC 8785 for the values we allow): keys sorted by code unit, no white space. Undefined members are
 * left out. Equal values give equal bytes, so hashes over it are stable.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('canonical JSON has no NaN or Infinity');
    return JSON.stringify(value);
  }
  // Every audit entry passes through here, so both are written without lists in between.
  if (Array.isArray(value)) {
    let text = '[';
    for (const item of value) text += (text === '[' ? '' : ',') + canonicalJson(item ?? null);
    return `${text}]`;
  }
  if (typeof value === 'object') {
    let text = '{';
    // Without a comparison of its own it goes by code unit, as RFC 8785 wants it.
    for (const key of Object.keys(value).toSorted()) {
      const member: unknown = Reflect.get(value, key);
      if (member !== undefined) text += `${text === '{' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
    }
    return `${text}}`;
  }
  throw new TypeError(`canonical JSON cannot hold a ${typeof value}`);
}
