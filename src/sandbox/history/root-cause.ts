import { rounded, type Chance } from './chance.ts';
import type { Ledger } from './ledger.ts';

/**
 * Hours of production; about one in fourteen ends in an incident. The law: nothing happens by itself but once in 150 hours (a cause that
 * nobody found). A cause moves its reading two to four standard deviations and leads to an incident in three of four hours: a hot
 * extruder, low pressure, humid air, a worn tool, thin material, or power (torque times speed) above the limit of the motor. One
 * finding in ten names a cause by guess.
 */
export function writeIncidents(ledger: Ledger): void {
  const { chance, note, ask, days } = ledger;
  const hours = 3000;
  for (let n = 0; n < hours; n += 1) {
    const day = ((n + chance.next()) * days) / hours;
    const values = Object.fromEntries(Object.entries(usual).map(([name, [mean, sd]]) => [name, mean + sd * chance.normal()]));
    const cause = chance.yes(0.085) ? chance.pick(causes) : undefined;
    if (cause) move(values, cause, chance);
    const isIncident = cause === undefined ? chance.yes(1 / 150) : chance.yes(0.75);
    const entity = `${isIncident ? 'incident:I' : 'hour:H'}${String(n + 1).padStart(6, '0')}`;
    note(entity, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, rounded(value, 2)])), day, {
      record: 'mes/hours',
    });
    ask(entity, day, day + 1 + chance.int(10), {
      incident: isIncident,
      cause: isIncident && cause ? (chance.yes(0.1) ? chance.pick(causes) : cause) : null,
    });
  }
}

const usual: Readonly<Record<string, readonly [mean: number, sd: number]>> = {
  extruder_temperature: [210, 4],
  pressure: [6, 0.3],
  humidity: [50, 8],
  tool_wear: [90, 25],
  viscosity: [300, 15],
  torque: [40, 5],
  speed: [60, 7],
  feed_rate: [12, 1],
  coolant_flow: [20, 1.5],
};
const causes = ['extruder_temperature', 'pressure', 'humidity', 'tool_wear', 'viscosity', 'power'] as const;

function move(values: Record<string, number>, cause: (typeof causes)[number], chance: Chance): void {
  const far = chance.between(2, 4);
  if (cause === 'power') {
    // Neither alone is odd: both a little high.
    values['torque'] = 40 + 5 * (far / 2);
    values['speed'] = 60 + 7 * (far / 2);
    return;
  }
  const [mean, sd] = usual[cause] ?? [0, 1];
  values[cause] = mean + (cause === 'pressure' || cause === 'viscosity' ? -far : far) * sd;
}
