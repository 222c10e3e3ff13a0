import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Config } from '../config/schema.ts';
import type { Recogniser } from '../contracts/detection.ts';
import { CountersignError } from '../contracts/errors.ts';

type Settings = NonNullable<Config['privacy']['recogniser']>;

/** The recogniser of this process, if one is configured: loaded with the first text, closed with the process. */
export type HeldRecogniser = { get(): Promise<Recogniser | undefined>; close(): Promise<void> };

export function holdRecogniser(settings: Settings | undefined): HeldRecogniser {
  let held: Promise<Recogniser> | undefined;
  return {
    async get() {
      if (settings === undefined) return undefined;
      held ??= open(settings);
      return held;
    },
    async close() {
      // One that could not be opened has nothing to close.
      await held?.then((recogniser) => recogniser.close()).catch(() => undefined);
    },
  };
}

/** The configured recogniser for the gate, loaded with its first text; one that does not answer in time fails. */
export function lateRecogniser(held: HeldRecogniser, settings: Settings): Recogniser {
  return {
    name: `onnx ${basename(settings.model)}`,
    async find(text, signal) {
      const deadline = AbortSignal.timeout(settings.timeoutMs);
      const recogniser = await held.get();
      return recogniser ? recogniser.find(text, signal ? AbortSignal.any([signal, deadline]) : deadline) : [];
    },
    close: () => held.close(),
  };
}

async function open(settings: Settings): Promise<Recogniser> {
  const { createRecogniser, loadOnnxSession } = await import('../recognising/index.ts');
  const vocabulary = linesOf(settings.vocabulary, 'vocabulary');
  const labels = linesOf(settings.labels, 'labels');
  const { lowerCase, leastScore, windowTokens } = settings;
  const session = await loadOnnxSession(settings.model);
  return createRecogniser({ name: `onnx ${basename(settings.model)}`, session, vocabulary, labels, lowerCase, leastScore, windowTokens });
}

function linesOf(path: string, member: string): string[] {
  try {
    return readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
  } catch (cause) {
    throw new CountersignError('config.invalid', `The ${member} of the recogniser cannot be read`, {
      field: `privacy.recogniser.${member}`,
      cause,
    });
  }
}
