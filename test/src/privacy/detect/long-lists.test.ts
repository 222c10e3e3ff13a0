import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createDetector, loadLexicon } from '../../../../src/privacy/detect/index.ts';

const detector = createDetector(loadLexicon(fileURLToPath(new URL('../../../../src/privacy/lists', import.meta.url))));

it.each(['Whitfield, ', 'Smith & ', 'Smith, Whitfield and Partners LLP, ', 'Germany, ', 'van der ', 'a b c ', '? ', 'S.p.A. '])(
  'four times as many of %j take about four times as long, not sixteen',
  (item) => {
    processorMs(item, 4096);
    const once = Math.max(processorMs(item, 32_768), 5);
    expect(processorMs(item, 131_072) / once).toBeLessThan(10);
  },
);

/** The fastest of a few passes: what else the machine does only adds. */
function processorMs(item: string, characters: number): number {
  const text = item.repeat(Math.ceil(characters / item.length));
  const passes = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage();
    detector.detect(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...passes);
}
