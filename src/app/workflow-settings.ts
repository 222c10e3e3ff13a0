import type { Phase, Workflow } from '../contracts/authoring.ts';
import type { SettingStore } from '../contracts/keys.ts';
import { narrower } from '../contracts/phases.ts';
import type { Clock } from '../contracts/time.ts';
import type { Config } from '../config/schema.ts';

/** Phases and pauses as commands left them, read again before they are older than a quarter of a second. */
export type WorkflowSettings = {
  /** What is in force: a phase set by command wins over the config, which wins over the workflow's own; a rule's is never wider. */
  phase(workflow: string, rule?: string): Promise<Phase>;
  /** Why no write of this workflow may begin. */
  held(workflow: string): Promise<string | undefined>;
  /** As it was last read. */
  isPaused(workflow: string): boolean;
  /** Whether the stop for all workflows is on, as it was last read. */
  isAllPaused(): boolean;
  /** The value as stored, and since when; undefined where no command ever set it. */
  setting(name: string): { readonly value: string; readonly at: string } | undefined;
  reload(): Promise<void>;
};

/** Another process that shares the store hears of a stop this much later at most; each look costs it one small query. */
const maxAgeMs = 250;

export const everyWorkflow = '*';
export const phaseSetting = (workflow: string, rule?: string): string => `phase:${workflow}${rule === undefined ? '' : `/${rule}`}`;
export const pauseSetting = (workflow: string): string => `paused:${workflow}`;

export function holdWorkflowSettings(parts: {
  readonly settings: SettingStore;
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly config: Config;
  readonly clock: Clock;
}): WorkflowSettings {
  const { settings, workflows, config, clock } = parts;
  let held = new Map<string, { value: string; at: string }>();
  let readAt = Number.NEGATIVE_INFINITY;
  const reload = async (): Promise<void> => {
    const at = clock.now().getTime();
    held = new Map((await settings.all()).map(({ name, value, at: since }) => [name, { value, at: since }]));
    readAt = at;
  };
  const fresh = async (): Promise<void> => {
    const age = clock.now().getTime() - readAt;
    // A clock that was set back must not keep an old answer alive.
    if (age > maxAgeMs || age < 0) await reload();
  };
  // The column only ever gets values of the union.
  const set = (name: string): Phase | undefined => held.get(name)?.value as Phase | undefined;
  const isPaused = (workflow: string): boolean => held.get(pauseSetting(workflow))?.value === 'true';
  return {
    async phase(workflow, rule) {
      await fresh();
      const own = set(phaseSetting(workflow)) ?? config.workflows[workflow]?.phase ?? workflows.get(workflow)?.phase ?? 'read-only';
      return rule === undefined ? own : narrower(own, set(phaseSetting(workflow, rule)) ?? own);
    },
    async held(workflow) {
      await fresh();
      if (isPaused(everyWorkflow)) return 'every workflow is paused';
      return isPaused(workflow) ? 'the workflow is paused' : undefined;
    },
    isPaused: (workflow) => isPaused(workflow) || isPaused(everyWorkflow),
    isAllPaused: () => isPaused(everyWorkflow),
    setting: (name) => held.get(name),
    reload,
  };
}
