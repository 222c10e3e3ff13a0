import type { Config } from '../config/schema.ts';
import type { Core } from './core.ts';

/** Deletes what its table no longer has to keep. Effects, approvals and the audit log stay: they are the record. */
export async function retain(
  core: Core,
  config: Config,
): Promise<{ events: number; runs: number; egress: number; promptUses: number; deliveries: number; vault: number }> {
  const now = core.clock.now().getTime();
  const before = (ms: number): string => new Date(now - ms).toISOString();
  const vault = await core.vault.expire(new Date(now).toISOString());
  const rows = await core.storage.deleteOlder({
    events: before(config.retention.eventsMs),
    runs: before(config.retention.runsMs),
    egress: before(config.retention.egressMs),
  });
  return { ...rows, vault };
}
