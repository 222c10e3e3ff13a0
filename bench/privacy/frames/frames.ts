/**
 * Business texts of one language, written before any finder was tried on them.
 * - `personal`: `{full}`, `{first}`, `{last}`, `{company}`, `{address}`, `{street}`, `{phone}`, `{email}`, `{iban}` identify
 *   somebody; every sentence has one at least
 * - `harmless`: nobody is named; `{order}`, `{delivery}`, `{invoice}`, `{quote}`, `{material}`, `{batch}`, `{amount}`,
 *   `{date}`, which may stand in `personal` too
 */
export type Frames = { readonly personal: readonly string[]; readonly harmless: readonly string[] };
