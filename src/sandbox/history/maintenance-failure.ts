import { rounded, season } from './chance.ts';
import type { Ledger } from './ledger.ts';

/**
 * Machines, asked about every other week: a failure within seven days. Wear grows from 0 after a service, by 1 in about 150 days of its
 * age. The law in log-odds, from −6: wear ×3, heat above 25 °C outside +0.1 a degree, each alarm of the last week +0.7, load
 * above 0.8 +8 a unit, an old controller +0.8. Vibration is 2 + 1.2 × wear, give or take 0.5; the temperature of the bearing
 * 55 + 6 × wear + a third of the heat outside, give or take 3. A failure is repaired, which takes most of the wear away.
 */
export function writeMachineFailures(ledger: Ledger): void {
  const outside = weather(ledger);
  for (let number = 1; number <= 60; number += 1) writeMachine(ledger, `machine:M${String(number).padStart(2, '0')}`, outside);
}

function writeMachine({ chance, note, ask, days }: Ledger, machine: string, outside: (day: number) => number): void {
  const controller = chance.pick(['K1', 'K2', 'K3']);
  const pace = Math.exp(0.25 * chance.normal()) / 150;
  // Machines came one after another; every one of them runs today.
  const began = chance.int(days - 150);
  note(machine, { controller, line: chance.pick(['L1', 'L2', 'L3']) }, began);
  note(machine, { serviced: 1 }, began - chance.int(100));
  let [wear, week] = [chance.next(), 0];
  for (let day = began + 3 + chance.int(7); day <= days + 7; day += 7) {
    wear += 7 * pace * Math.exp(0.3 * chance.normal());
    const load = Math.min(1, Math.max(0.3, 0.68 + 0.12 * chance.normal()));
    const heat = outside(day);
    const alarms = chance.count(0.25 + 0.3 * wear);
    for (let reading = 0; reading < 2; reading += 1)
      note(
        machine,
        {
          vibration: rounded(2 + 1.2 * wear + 0.5 * chance.normal(), 2),
          bearing_temperature: rounded(55 + 6 * wear + heat / 3 + 3 * chance.normal(), 1),
        },
        day - 0.3 - 3 * reading,
      );
    note(machine, { load: rounded(load, 2) }, day - 0.2);
    for (let alarm = 0; alarm < alarms; alarm += 1) note(machine, { alarm: 1 }, day - 0.1 - 6 * chance.next());
    const pull =
      -6 + 3 * wear + 0.1 * Math.max(0, heat - 25) + 0.7 * alarms + 8 * Math.max(0, load - 0.8) + (controller === 'K1' ? 0.8 : 0);
    const failed = chance.odds(pull);
    week += 1;
    if (week % 2 === 0) ask(machine, day, day + 7, { failed }, { weather: 'signal:weather' });
    if (failed) {
      note(machine, { failed: 1, serviced: 1 }, day + 6.5);
      wear *= 0.15;
    } else if (wear > 1 && chance.yes(0.12)) {
      note(machine, { serviced: 1 }, day + 1);
      wear *= 0.1;
    }
  }
}

/** The day's highest temperature, once a week; known the day after. */
function weather({ chance, note, days }: Ledger): (day: number) => number {
  const values: number[] = [];
  for (let week = 0; week * 7 <= days; week += 1) {
    const value = rounded(16 + 12 * season(week * 7, 0.3) + 3 * chance.normal(), 1);
    values.push(value);
    note('signal:weather', { outside_temperature: value }, week * 7, { knownDay: week * 7 + 1 });
  }
  return (day) => values[Math.max(0, Math.floor((day - 1) / 7))] ?? 16;
}
