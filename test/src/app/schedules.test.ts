import { afterEach, describe, expect, it } from 'vitest';
import { workflows } from '../../../graphs/index.ts';
import { makeUp, timetablesOf } from '../../../src/app/schedules.ts';
import { Config } from '../../../src/config/schema.ts';
import { momentsAround } from '../../../src/events/schedule.ts';
import { shipped } from '../../support/flow-rig.ts';
import { memorySystems } from '../../support/order-company.ts';
import { openRig, type Rig } from '../../support/rig.ts';

const digest = workflows.find(({ id }) => id === 'daily-digest');
if (!digest) throw new Error('The digest is gone');
const timetable = (config: Record<string, unknown>) => timetablesOf(digest, Config.parse(config))[0];

describe('when a workflow starts by the calendar', () => {
  it('is its own schedule, in the time zone people here live in', () => {
    expect(timetable({})).toEqual({ cron: '0 5 * * *', timeZone: 'UTC', eventType: 'digest.due' });
    expect(timetable({ timeZone: 'Europe/Berlin' })).toMatchObject({ cron: '0 5 * * *', timeZone: 'Europe/Berlin' });
  });

  it('is what the config says instead, with a time zone of its own, or never', () => {
    const given = (schedule: unknown) => timetable({ timeZone: 'Europe/Berlin', workflows: { 'daily-digest': { schedule } } });
    expect(given('30 7 * * 1-5')).toEqual({ cron: '30 7 * * 1-5', timeZone: 'Europe/Berlin', eventType: 'digest.due' });
    expect(given({ cron: '0 8 * * 1', timeZone: 'America/New_York' })).toMatchObject({ cron: '0 8 * * 1', timeZone: 'America/New_York' });
    expect(given('never')).toBeUndefined();
  });

  it('keeps the hour of the place over a change of the clocks', () => {
    const next = (now: string) => momentsAround('0 7 * * *', 'Europe/Berlin', new Date(now)).next?.toISOString();
    expect(next('2026-10-24T12:00:00Z')).toBe('2026-10-25T06:00:00.000Z');
    expect(next('2026-10-23T12:00:00Z')).toBe('2026-10-24T05:00:00.000Z');
  });
});

const rigs: Rig[] = [];
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.close();
});
const open = async (config: Record<string, unknown> = {}): Promise<Rig> => {
  const rig = await openRig({ connections: new Map(Object.entries(memorySystems(shipped()))), config });
  rigs.push(rig);
  return rig;
};

describe('a schedule nobody could keep', () => {
  it.each([
    ['of a workflow there is none of', { 'daily-digets': { schedule: '0 5 * * *' } }, 'workflows.daily-digets', 'no workflow'],
    ['of one that starts on events', { 'closed-won': { schedule: '0 5 * * *' } }, 'workflows.closed-won.schedule', 'by the calendar'],
    ['with seconds', { 'daily-digest': { schedule: '0 0 5 * * *' } }, 'workflows.daily-digest.schedule', 'no schedule that ever comes'],
    ['on a day that never comes', { 'daily-digest': { schedule: '0 5 30 2 *' } }, 'workflows.daily-digest.schedule', 'ever comes'],
  ])('%s is refused before anything starts', async (_, configured, field, words) => {
    await expect(open({ workflows: configured })).rejects.toMatchObject({
      code: 'config.invalid',
      field,
      message: expect.stringContaining(words),
    });
  });
});

describe('a start that was missed', () => {
  const daily = { cron: '0 5 * * *', timeZone: 'UTC', eventType: 'digest.due' };
  const due = async ({ core }: Rig) =>
    (await core.storage.runs.list({ limit: 100, workflow: 'daily-digest' })).map((run) => run.createdAt.slice(0, 10));

  it('begins where the installation does, is made up for once, and by one process alone', async () => {
    const rig = await open();
    await makeUp(rig.core, digest, daily);
    expect(await due(rig)).toEqual([]);
    rig.clock.advance(3 * 86_400_000);
    const moment = rig.clock.now().toISOString().slice(0, 10);
    await Promise.all([makeUp(rig.core, digest, daily), makeUp(rig.core, digest, daily)]);
    await makeUp(rig.core, digest, daily);
    expect(await due(rig)).toEqual([moment]);
  });
});
