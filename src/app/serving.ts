import { randomBytes } from 'node:crypto';
import type { Principal } from '../contracts/principal.ts';
import type { ServedGraph } from '../contracts/served.ts';
import type { Owner } from '../contracts/serving-store.ts';
import type { Serving } from '../contracts/serving.ts';
import { schedule } from '../events/schedule.ts';
import { createServing, type ServingLimits } from '../runs/serving/index.ts';
import type { Core } from './core.ts';

export type ServingOptions = {
  /** Hosts that may be told about the end of runs. */
  readonly webhookHosts?: readonly string[];
  /** `whsec_…`; without it no run may name a webhook. */
  readonly webhookSecret?: string;
  readonly limits?: Partial<ServingLimits>;
};

/** The engine of conversations on a core's storage, with the graphs it serves. */
export function serveGraphs(core: Core, graphs: readonly ServedGraph[], options: ServingOptions = {}): Serving {
  return createServing({
    graphs,
    stores: core.storage.serving,
    saver: core.saver,
    clock: core.clock,
    sleep: core.sleep,
    log: core.log,
    uuid: uuid7,
    may: (by, permission) => by.roles.some((role) => core.roles[role]?.may.includes(permission)),
    principal: (owner) => principalNow(core, owner),
    schedule,
    webhooks: {
      hosts: options.webhookHosts ?? [],
      ...(options.webhookSecret === undefined ? {} : { secret: options.webhookSecret }),
      post: async (url, headers, body, signal) => {
        const answer = await fetch(url, { method: 'POST', headers: { ...headers }, body, signal, redirect: 'manual' });
        await answer.body?.cancel();
        return answer.status;
      },
    },
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
}

/** A person's roles come from the config; what the key they used had narrowed stays narrow. A service has its key's. */
function principalNow(core: Core, owner: Owner): Principal {
  const now = core.principal(owner.id);
  if (!owner.id.startsWith('person:')) return { ...now, roles: owner.roles };
  return { ...now, roles: now.roles.filter((role) => owner.roles.includes(role)) };
}

/** 48 bits of time, then chance: sortable by creation. */
function uuid7(): string {
  const bytes = chance.take(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Chance is asked for by the page: every call for it costs as much as a small page of it. */
const chance = {
  page: Buffer.alloc(0),
  at: 0,
  take(length: number): Buffer {
    if (this.at + length > this.page.length) {
      this.page = randomBytes(2048);
      this.at = 0;
    }
    this.at += length;
    return Buffer.from(this.page.subarray(this.at - length, this.at));
  },
};
