import { createHash, randomBytes } from 'node:crypto';
import { CountersignError } from '../../contracts/errors.ts';
import type { ApiKey } from '../../contracts/keys.ts';
import type { AuditService, EffectService, EgressService, KeyService, KeyView } from '../../contracts/services.ts';
import type { Core } from '../core.ts';
import { authorise, page } from './authorise.ts';

export function effectService(core: Core): EffectService {
  return {
    async list(query, by) {
      authorise(core.roles, by, 'effects.read');
      return page(await core.storage.effects.list({ ...query, limit: query.limit + 1 }), query.limit, (row) => row.key);
    },
    async get(key, by) {
      authorise(core.roles, by, 'effects.read');
      const effect = await core.storage.effects.get(key);
      if (!effect) throw new CountersignError('resource.not_found', `There is no effect ${key}`, { field: 'key' });
      return effect;
    },
  };
}

export function auditService(core: Core, publicKey: string): AuditService {
  return {
    async list(query, by) {
      authorise(core.roles, by, 'audit.read');
      const after = query.after === undefined ? undefined : Number(query.after);
      if (after !== undefined && !Number.isSafeInteger(after))
        throw new CountersignError('input.invalid', 'after has to be a sequence number', { field: 'after' });
      const { after: _after, ...rest } = query;
      return page(
        await core.storage.audit.list({ ...rest, ...(after === undefined ? {} : { after }), limit: query.limit + 1 }),
        query.limit,
        (row) => String(row.seq),
      );
    },
    async head(by) {
      authorise(core.roles, by, 'audit.read');
      const [head, last] = await Promise.all([core.storage.audit.lastHead(), core.storage.audit.last()]);
      return { ...(head === undefined ? {} : { head }), publicKey, rows: last?.seq ?? 0 };
    },
  };
}

export function egressService(core: Core): EgressService {
  return {
    async list(query, by) {
      authorise(core.roles, by, 'egress.read');
      return page(await core.storage.egress.list({ ...query, limit: query.limit + 1 }), query.limit, (row) => row.id);
    },
  };
}

export const hashKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/** 256 bits of chance behind a prefix that secret scanners can find. */
export const newKey = (): string => `csk_${randomBytes(32).toString('base64url')}`;

const viewKey = ({ sha256: _hash, ...rest }: ApiKey): KeyView => rest;

export function keyService(core: Core): KeyService {
  return {
    async list(by) {
      authorise(core.roles, by, 'keys.manage');
      return (await core.storage.keys.list()).map(viewKey);
    },
    async create(request, by) {
      authorise(core.roles, by, 'keys.manage');
      for (const role of request.roles)
        if (!core.roles[role]) throw new CountersignError('input.invalid', `There is no role ${role}`, { field: 'roles' });
      if (!/^(person|service):[a-z][a-z0-9._-]*$/.test(request.principal))
        throw new CountersignError('input.invalid', 'principal has to be person:NAME or service:NAME', { field: 'principal' });
      return addKey(core, request, by.id);
    },
    async revoke(id, by) {
      authorise(core.roles, by, 'keys.manage');
      const at = core.clock.now().toISOString();
      if (!(await core.storage.keys.revoke(id, at, [{ at, actor: by.id, action: 'key.revoked', body: { key: id } }])))
        throw new CountersignError('resource.not_found', `There is no key ${id} in force`, { field: 'id' });
      const found = (await core.storage.keys.list()).find((key) => key.id === id);
      if (!found) throw new CountersignError('resource.not_found', `There is no key ${id}`, { field: 'id' });
      return viewKey(found);
    },
  };
}

/** Makes and stores a key; the answer is the only place its text ever is. */
export async function addKey(
  core: Pick<Core, 'storage' | 'clock' | 'ids'>,
  request: { name: string; principal: string; roles: readonly string[] },
  by: string,
): Promise<{ key: string; view: KeyView }> {
  const key = newKey();
  const at = core.clock.now().toISOString();
  const stored: ApiKey = {
    id: core.ids.next('key'),
    sha256: hashKey(key),
    principal: request.principal,
    name: request.name,
    roles: request.roles,
    createdAt: at,
  };
  await core.storage.keys.add(stored, [
    { at, actor: by, action: 'key.created', body: { key: stored.id, principal: request.principal, roles: [...request.roles] } },
  ]);
  return { key, view: viewKey(stored) };
}

/** The first thing a tool needs that its connection does not serve; such a tool is not offered. */
export function missingNeed(core: Core, system: string, needs: readonly string[]): string | undefined {
  const name = core.config.systems[system] ?? system;
  const connection = core.connections.get(name);
  return connection ? needs.find((need) => !connection.capabilities.operations.includes(need)) : `connection ${name}`;
}
