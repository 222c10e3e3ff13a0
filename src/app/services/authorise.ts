import { CountersignError } from '../../contracts/errors.ts';
import type { Permission, Principal, RoleDefinition } from '../../contracts/principal.ts';

export type Roles = Readonly<Record<string, RoleDefinition>>;

export function may(roles: Roles, by: Principal, permission: Permission): boolean {
  return by.roles.some((role) => roles[role]?.may.includes(permission) ?? false);
}

/** Default deny: a right that no role of the person names is refused. */
export function authorise(roles: Roles, by: Principal, permission: Permission): void {
  if (!may(roles, by, permission))
    throw new CountersignError('auth.forbidden', `Your roles do not include ${permission}`, { field: permission });
}

/** Lists are fetched with one row more than asked for: that row says whether there is a next page. */
export function page<T>(rows: readonly T[], limit: number, idOf: (row: T) => string): { items: readonly T[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? idOf(last) : null };
}
