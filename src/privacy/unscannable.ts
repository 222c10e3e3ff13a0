import { CountersignError } from '../contracts/errors.ts';

const longestRun = 256;
const longestLine = 65_536;

/**
 * What the strict profile refuses because nobody can look into it: a run of base64 longer than 256 characters, also one
 * wrapped over lines as mail does, and a line longer than 65,536 characters. `place` names the text in the message; the
 * message holds nothing of it.
 */
export function refuseUnscannable(text: string, place: string): void {
  let run = 0;
  let runOnLine = 0;
  let lineStart = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || at === text.length) {
      if (at - lineStart > longestLine) throw refused(`${place} has a line longer than ${longestLine} characters`);
      // Wrapped base64 has full lines of 60 to 76 characters and nothing else on them.
      const isWrapped = runOnLine >= 60 && at - lineStart - runOnLine <= 1;
      if (!isWrapped) run = 0;
      runOnLine = 0;
      lineStart = at + 1;
    } else if (isBase64(unit)) {
      run += 1;
      runOnLine += 1;
      if (run > longestRun)
        throw refused(`${place} holds a run of more than ${longestRun} characters without a space, such as an encoded file`);
    } else if (unit !== 13) {
      run = 0;
      runOnLine = 0;
    }
  }
}

/** A PDF or a picture by its first bytes; both are refused in any profile, and named so that a person knows why. */
export function mediaOf(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  return (
    media.find(([start]) => head.startsWith(start))?.[1] ?? (head.startsWith('RIFF') && head.slice(8) === 'WEBP' ? 'a picture' : undefined)
  );
}

const media: readonly (readonly [string, string])[] = [
  ['%PDF-', 'a PDF'],
  ['\u0089PNG', 'a picture'],
  ['\u00ff\u00d8\u00ff', 'a picture'],
  ['GIF87a', 'a picture'],
  ['GIF89a', 'a picture'],
  ['II*\u0000', 'a picture'],
  ['MM\u0000*', 'a picture'],
  ['PK\u0003\u0004', 'an archive or an office document'],
];

function isBase64(unit: number): boolean {
  return (
    (unit >= 0x30 && unit <= 0x39) ||
    (unit >= 0x41 && unit <= 0x5a) ||
    (unit >= 0x61 && unit <= 0x7a) ||
    unit === 0x2b ||
    unit === 0x2f ||
    unit === 0x3d ||
    unit === 0x2d ||
    unit === 0x5f
  );
}

function refused(sentence: string): CountersignError {
  return new CountersignError('privacy.unscannable', `${sentence}; the strict profile refuses what it cannot look into`, { field: 'text' });
}
