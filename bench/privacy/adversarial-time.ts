import { median } from '../claim.ts';
import { adversarialTexts } from './adversarial.ts';

export type SlowText = { readonly name: string; readonly ms: number; readonly growth: number };

const size = 65_536;
/** Below this a measurement is noise, and a ratio of two of them more so. */
const floorMs = 1;

/** A ratio above this is looked at again: the fastest passes only get closer to what the code costs, a square stays a square. */
const doubtful = 2.3;

/**
 * Processor time of one pass over 64 KB of each text, the middle of `passes` after the code is warm; and how much longer
 * 128 KB take, by the fastest pass of each, the two in turn: about twice for whoever goes through a text once, four times
 * for whoever looks back from every place.
 */
export function timeAdversarial(pass: (text: string) => unknown, passes: number): SlowText[] {
  const entries = Object.entries(adversarialTexts);
  for (const [, make] of entries) for (const length of [size / 8, size]) pass(make(length));
  return entries
    .map(([name, make]) => {
      const texts = [make(size), make(2 * size)] as const;
      for (const text of texts) for (let warm = 0; warm < 2; warm += 1) pass(text);
      const once: number[] = [];
      const twice: number[] = [];
      const growth = (): number => Math.min(...twice) / Math.max(Math.min(...once), floorMs);
      for (let round = 0; round < passes || (round < 6 * passes && growth() > doubtful); round += 1) {
        once.push(cpuMs(pass, texts[0]));
        twice.push(cpuMs(pass, texts[1]));
      }
      return { name, ms: median(once), growth: growth() };
    })
    .toSorted((a, b) => b.ms - a.ms);
}

function cpuMs(pass: (text: string) => unknown, text: string): number {
  const before = process.cpuUsage();
  pass(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
