import type { Workflow } from '../contracts/authoring.ts';
import { asCountersignError, CountersignError } from '../contracts/errors.ts';
import type { Log } from '../contracts/log.ts';
import type { Clock } from '../contracts/time.ts';
import type { Config } from '../config/schema.ts';
import { accept } from '../events/intake.ts';
import { momentsAround, schedule } from '../events/schedule.ts';
import type { Core } from './core.ts';

/** When a workflow starts by the calendar here. */
export type Timetable = { readonly cron: string; readonly timeZone: string; readonly eventType: string };

/** A workflow's own schedules, or the one the config has instead; none where it says `never`. */
export function timetablesOf(workflow: Workflow, config: Pick<Config, 'workflows' | 'timeZone'>): readonly Timetable[] {
  const own = workflow.triggers.filter((trigger) => trigger.on === 'schedule');
  const wanted = config.workflows[workflow.id]?.schedule;
  if (wanted === 'never') return [];
  if (wanted === undefined) return own.map(({ cron, timeZone = config.timeZone, eventType }) => ({ cron, timeZone, eventType }));
  const [first] = own;
  if (!first) return [];
  const { cron, timeZone = config.timeZone } = typeof wanted === 'string' ? { cron: wanted } : wanted;
  return [{ cron, timeZone, eventType: first.eventType }];
}

/** A schedule nobody could keep is refused when the config is read, not at the moment it would have started. */
export function refuseBadSchedules(workflows: readonly Workflow[], config: Config, clock: Clock): void {
  const refuse = (id: string, message: string): never => {
    throw new CountersignError('config.invalid', message, { field: `workflows.${id}.schedule` });
  };
  for (const [id, { schedule: wanted }] of Object.entries(config.workflows)) {
    const workflow = workflows.find((each) => each.id === id);
    if (!workflow)
      throw new CountersignError('config.invalid', `There is no workflow ${id}; countersign workflows list shows them`, {
        field: `workflows.${id}`,
      });
    if (wanted === undefined) continue;
    if (!workflow.triggers.some(({ on }) => on === 'schedule'))
      refuse(id, `${id} does not start by the calendar, so it has no schedule to change`);
    else
      for (const { cron, timeZone } of timetablesOf(workflow, config)) {
        if (nextOf(cron, timeZone, clock) === undefined)
          refuse(id, `${cron} is no schedule that ever comes; write minute, hour, day, month and weekday, as 0 5 * * 1-5`);
      }
  }
}

function nextOf(cron: string, timeZone: string, clock: Clock): Date | undefined {
  try {
    return momentsAround(cron, timeZone, clock.now()).next;
  } catch {
    // Whatever is wrong with it, it never comes.
    return undefined;
  }
}

const minuteOf = (moment: Date): string => moment.toISOString().slice(0, 16);

/**
 * Starts workflows by the calendar. A moment that passed while nobody ran is made up for once; on the very first start this
 * is where it begins. Answers how to stop each.
 */
export function startSchedules(core: Core, log: Log): (() => void)[] {
  return core.content.workflows.flatMap((workflow) =>
    timetablesOf(workflow, core.config).map((timetable) => {
      const { cron, timeZone } = timetable;
      makeUp(core, workflow, timetable).catch((thrown: unknown) =>
        log.warn({ workflow: workflow.id, code: asCountersignError(thrown).code }, 'a missed start was not made up for'),
      );
      return schedule(
        cron,
        timeZone,
        () => start(core, workflow, timetable, minuteOf(core.clock.now())),
        () => log.error({ workflow: workflow.id }, 'a scheduled start failed'),
      );
    }),
  );
}

/** A workflow may have several schedules; what one has done says nothing of another. */
const cursorOf = (workflow: Workflow, { eventType }: Timetable): string => `schedule:${workflow.id}:${eventType}`;

/** Exported for its tests. */
export async function makeUp(core: Core, workflow: Workflow, timetable: Timetable): Promise<void> {
  const now = core.clock.now();
  const before = await core.storage.events.cursor(cursorOf(workflow, timetable));
  if (before === undefined) return core.storage.events.saveCursor(cursorOf(workflow, timetable), minuteOf(now));
  const { last } = momentsAround(timetable.cron, timetable.timeZone, now);
  if (last !== undefined && minuteOf(last) > before) await start(core, workflow, timetable, minuteOf(last));
}

/** A schedule is an event about the calendar: one per workflow and minute, however many processes tick. */
async function start(core: Core, workflow: Workflow, timetable: Timetable, minute: string): Promise<void> {
  const { eventType } = timetable;
  const source = `schedule:${workflow.id}`;
  const record = { connection: 'schedule', type: workflow.recordType, id: minute };
  await accept(core.intake, { source, sourceId: minute, type: eventType, record, hint: {} }, 'system', undefined);
  await core.storage.events.saveCursor(cursorOf(workflow, timetable), minute);
}
