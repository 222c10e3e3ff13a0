import { asCountersignError } from '../contracts/errors.ts';
import type { Log } from '../contracts/log.ts';
import type { PromptAlert, PromptFigures, PromptUse } from '../contracts/prompt-metrics.ts';
import type { Clock } from '../contracts/time.ts';
import type { PromptShelf } from '../prompting/index.ts';
import type { SqliteStorage } from '../storage/sqlite/open.ts';
import { dropsBetween } from './prompt-drops.ts';
import type { HeldLabels } from './prompt-labels.ts';

type Parts = {
  readonly storage: Pick<SqliteStorage, 'promptMetrics' | 'settings'>;
  readonly prompts: PromptShelf;
  readonly promptLabels: HeldLabels;
  readonly label: 'production' | 'uat';
  readonly clock: Clock;
  readonly log: Log;
};

/** Texts alone make nobody look more often than this; a look reads every use of the prompt. */
const restMs = 60_000;

/** Texts are counted together so long after the first of them: a commit for each would hold up the runs that wait for one. */
const gatherMs = 250;

/** What is known of how prompts do. None of the three that report can stop the work they report on. */
export type PromptWatch = {
  /** Counted within a moment, and before anything is decided or looked at. */
  used(use: PromptUse): void;
  decided(runId: string, outcome: 'approved' | 'rejected'): Promise<void>;
  edited(runId: string, distance: () => Promise<number>): Promise<void>;
  look(prompt: string): Promise<{ readonly figures: readonly PromptFigures[]; readonly alerts: readonly PromptAlert[] }>;
  /** Counts what was not counted yet; before the storage is closed. */
  flush(): Promise<void>;
};

export function watchPrompts(parts: Parts): PromptWatch {
  const { promptMetrics } = parts.storage;
  const lookedAt = new Map<string, number>();
  const kept = async (prompts: () => Promise<readonly string[]>): Promise<void> => {
    try {
      for (const prompt of await prompts()) await announce(parts, prompt);
    } catch (thrown) {
      parts.log.error({ code: asCountersignError(thrown).code }, 'the figures of a prompt could not be kept');
    }
  };
  /** Only these can bring a drop to light; the others need a decision. While a provider is down each text is one of them. */
  const isTelling = (use: PromptUse): boolean => {
    if (use.fallback === undefined && use.refusedTexts === 0) return false;
    const now = parts.clock.now().getTime();
    if (now - (lookedAt.get(use.prompt) ?? Number.NEGATIVE_INFINITY) < restMs) return false;
    lookedAt.set(use.prompt, now);
    return true;
  };
  let waiting: PromptUse[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const uses = waiting;
    waiting = [];
    if (uses.length === 0) return;
    await kept(async () => {
      await Promise.all(uses.map((use) => promptMetrics.used(use)));
      return uses.filter(isTelling).map(({ prompt }) => prompt);
    });
  };
  return {
    used(use) {
      waiting.push(use);
      timer ??= setTimeout(() => void flush(), gatherMs).unref();
    },
    async decided(runId, outcome) {
      await flush();
      await kept(() => promptMetrics.decided(runId, outcome));
    },
    async edited(runId, distance) {
      await flush();
      await kept(async () => promptMetrics.edited(runId, await distance()));
    },
    async look(prompt) {
      await flush();
      return look(parts, prompt);
    },
    flush,
  };
}

async function look({ storage, prompts, promptLabels, label }: Parts, prompt: string) {
  const figures = await storage.promptMetrics.figures(prompt);
  const speaks = promptLabels.of(prompt).labels[label] ?? prompts.list().find(({ id }) => id === prompt)?.version;
  const before = speaks === undefined ? undefined : stationBefore(prompts, promptLabels, prompt, speaks, label);
  const [now, then] = [speaks, before].map((version) => figures.find((row) => row.version === version));
  if (!now || !then) return { figures, alerts: [] };
  const alerts = dropsBetween(now, then).map((drop): PromptAlert => ({ ...drop, rollback: { label, to: drop.before } }));
  return { figures, alerts };
}

/** Where a rollback would go: what the label pointed to before, or the newest released version whose text is kept. */
export function stationBefore(
  prompts: PromptShelf,
  labels: HeldLabels,
  id: string,
  version: string,
  label: 'production' | 'uat',
): string | undefined {
  const versions = prompts.versions(id);
  const at = versions.findIndex((each) => each.version === version);
  const released = versions.slice(0, Math.max(0, at)).map((each) => each.version);
  return labels.of(id).before[label].at(-1) ?? released.findLast((each) => prompts.find(id, each));
}

/** A drop is told once: in the log, and on the audit log with the setting that remembers it. */
async function announce(parts: Parts, prompt: string): Promise<void> {
  const { alerts } = await look(parts, prompt);
  if (alerts.length === 0) return;
  const name = `prompt-alert:${prompt}`;
  const told = new Set((await parts.storage.settings.get(name))?.split(' '));
  const isNew = (alert: PromptAlert): boolean => !told.has(nameOf(alert));
  const fresh = alerts.filter(isNew);
  if (fresh.length === 0) return;
  const at = parts.clock.now().toISOString();
  const bodyOf = ({ measure, version, before, now, was }: PromptAlert) => ({
    measure,
    version,
    before,
    now: `${now.count} of ${now.of}`,
    was: `${was.count} of ${was.of}`,
  });
  const audit = fresh.map((alert) => ({
    at,
    actor: 'system',
    action: 'prompt.dropped',
    subject: { type: 'prompt', id: prompt },
    body: bodyOf(alert),
  }));
  await parts.storage.settings.set(name, [...told, ...fresh.map(nameOf)].join(' '), 'system', at, audit);
  for (const alert of fresh)
    parts.log.warn({ prompt, ...bodyOf(alert) }, 'a version of a prompt does worse than the one before; it can be rolled back');
}

const nameOf = ({ measure, version, before }: PromptAlert): string => `${measure}:${before}:${version}`;
