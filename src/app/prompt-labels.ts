import { z } from 'zod';
import type { AuditEntry } from '../contracts/audit.ts';
import type { SettingStore } from '../contracts/keys.ts';
import { PromptLabels } from '../contracts/prompts.ts';

/** Labels of one prompt, and where they pointed before, oldest first: what a rollback goes back to. */
const Kept = z.object({
  labels: PromptLabels,
  before: z.object({ production: z.array(z.string()).default([]), uat: z.array(z.string()).default([]) }).prefault({}),
});
export type KeptLabels = z.infer<typeof Kept>;

/** The labels of an installation, read once and again after every change. */
export type HeldLabels = {
  of(id: string): KeptLabels;
  reload(): Promise<void>;
  set(id: string, kept: KeptLabels, by: string, at: string, audit: readonly AuditEntry[]): Promise<void>;
};

const prefix = 'prompt:';
const none: KeptLabels = { labels: {}, before: { production: [], uat: [] } };

export function holdLabels(settings: SettingStore): HeldLabels {
  const held = new Map<string, KeptLabels>();
  return {
    of: (id) => held.get(id) ?? none,
    async reload() {
      held.clear();
      for (const { name, value } of await settings.all())
        if (name.startsWith(prefix)) held.set(name.slice(prefix.length), Kept.parse(JSON.parse(value)));
    },
    async set(id, kept, by, at, audit) {
      await settings.set(`${prefix}${id}`, JSON.stringify(kept), by, at, audit);
      held.set(id, kept);
    },
  };
}
