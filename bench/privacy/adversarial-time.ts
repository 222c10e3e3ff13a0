import { median } from '../claim.ts';
import { adversarialTexts } from './adversarial.ts';

export type SlowText = { readonly name: string; readonly ms: number; readonly growth: number };

const size = 65_536;
/** Below this a measurement is noise, and a ratio of two of them more so. */
const floorMs = 1;

/**
 * Processor time of one pass over 64 KB of each text, the middle of `passes` after the code is warm; and how much longer
 * 128 KB take, by the fastest pass of each: about twice for whoever goes through a text once, four times for whoever
 * looks back from every place.
 */
export function timeAdversarial(pass: (text: string) => unknown, passes: number): SlowText[] {
  const entries = Object.entries(adversarialTexts);
  for (const [, make] of entries) for (const length of [size / 8, size]) pass(make(length));
  return entries
    .map(([name, make]) => {
      const once = cpuMs(pass, make(size), passes);
      const twice = cpuMs(pass, make(2 * size), passes);
      return { name, ms: median(once), growth: Math.min(...twice) / Math.max(Math.min(...once), floorMs) };
    })
    .toSorted((a, b) => b.ms - a.ms);
}

function cpuMs(pass: (text: string) => unknown, text: string, passes: number): number[] {
  for (let warm = 0; warm < 2; warm += 1) pass(text);
  return Array.from({ length: passes }, () => {
    const before = process.cpuUsage();
    pass(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
}
