import { rounded, season } from './chance.ts';
import type { Ledger } from './ledger.ts';

/**
 * Lots with the readings of the four hours before they were finished, every 20 minutes. The law in log-odds of a defect, from −4.8: mean
 * temperature above 185 °C +0.8 a degree, spread of the pressure +7 a bar above 0.5, a rise of the torque +3 a Nm an hour, air
 * humidity above 65 % +0.08 a point, a batch older than 60 days +0.9, the night shift +0.5.
 */
export function writeLots(ledger: Ledger): void {
  const { chance, note, ask, days } = ledger;
  const humidity = humidityOf(ledger);
  const lots = 2200;
  for (let n = 0; n < lots; n += 1) {
    const day = ((n + chance.next()) * days) / lots;
    const lot = `lot:L${String(n + 1).padStart(6, '0')}`;
    const heat = 182 + 3 * chance.normal();
    const shake = 0.3 + 0.25 * Math.abs(chance.normal());
    const drift = 0.5 * chance.normal();
    const age = Math.round(5 + 80 * chance.next());
    const shift = chance.pick(['early', 'late', 'night']);
    const readings = Array.from({ length: 12 }, (_, at) => {
      const minutes = 239 - 20 * at;
      return [
        { metric: 'temperature', minutes_before: minutes, value: rounded(heat + 1.5 * chance.normal(), 1) },
        { metric: 'pressure', minutes_before: minutes, value: rounded(6 + shake * chance.normal(), 2) },
        { metric: 'torque', minutes_before: minutes, value: rounded(40 + drift * (4 - minutes / 60) + 0.8 * chance.normal(), 1) },
      ];
    }).flat();
    note(lot, { readings, batch_age: age, shift, line: chance.pick(['L1', 'L2', 'L3']), recipe: chance.pick(['R1', 'R2']) }, day, {
      record: `mes/lots/L${String(n + 1).padStart(6, '0')}`,
    });
    const pull =
      -4.8 +
      0.8 * Math.max(0, heat - 185) +
      7 * Math.max(0, shake - 0.5) +
      3 * Math.max(0, drift) +
      0.08 * Math.max(0, humidity(day) - 65) +
      (age > 60 ? 0.9 : 0) +
      (shift === 'night' ? 0.5 : 0);
    ask(lot, day, day + 2 + chance.int(5), { defect: chance.odds(pull) }, { weather: 'signal:weather' });
  }
}

/** Once a week, known a day later. */
function humidityOf({ chance, note, days }: Ledger): (day: number) => number {
  const values: number[] = [];
  for (let week = 0; week * 7 <= days; week += 1) {
    const value = rounded(Math.min(95, Math.max(20, 58 + 12 * season(week * 7, 0.8) + 6 * chance.normal())));
    values.push(value);
    note('signal:weather', { humidity: value }, week * 7, { knownDay: week * 7 + 1 });
  }
  return (day) => values[Math.max(0, Math.floor((day - 1) / 7))] ?? 58;
}
