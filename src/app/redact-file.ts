import type { RedactFile } from '../contracts/commands.ts';
import type { Recogniser } from '../contracts/detection.ts';
import type { RedactedPart } from '../contracts/redaction.ts';
import { loadConfig } from '../config/load.ts';
import { createNumbering, refuseUnscannable } from '../privacy/index.ts';
import { openSource, type Source } from './read-bytes.ts';
import { readTexts, type Texts } from './read-texts.ts';
import { holdRecogniser } from './recogniser.ts';
import { detectorName, redactText } from './redact-text.ts';

/** Redacts a file without a server and without a data folder: nothing is written but the answer. */
export function createRedactFile(standardInput: AsyncIterable<Uint8Array>): RedactFile {
  return async (options, progress) => {
    const { config } = loadConfig({
      cwd: process.cwd(),
      env: process.env,
      ...(options.config === undefined ? {} : { file: options.config }),
    });
    const source = counted(openSource(options.path, standardInput), options.signal, progress);
    const { form, texts } = await readTexts(options.path, source);
    const settings = config.privacy.recogniser;
    const held = holdRecogniser(settings);
    const recogniser = await held.get();
    const parts = redactAll(texts, options, recogniser, settings?.timeoutMs ?? 0);
    return { form, detector: detectorName(recogniser), parts: closing(parts, () => held.close()) };
  };
}

async function* redactAll(
  texts: Texts['texts'],
  options: Parameters<RedactFile>[0],
  recogniser: Recogniser | undefined,
  timeoutMs: number,
): AsyncGenerator<RedactedPart> {
  const numbering = createNumbering();
  const { signal, offsets } = options;
  const types = options.types && new Set(options.types);
  for await (const { text, place, id } of texts) {
    if (options.profile === 'strict') refuseUnscannable(text, place);
    const plain = { numbering, offsets, ...(types === undefined ? {} : { types }) };
    const redacted = await redactText(text, plain, { recogniser, timeoutMs, signal });
    yield { ...(id === undefined ? {} : { id }), ...redacted };
  }
}

async function* closing<T>(items: AsyncIterable<T>, close: () => Promise<void>): AsyncGenerator<T> {
  try {
    yield* items;
  } finally {
    await close();
  }
}

function counted({ chunks, bytes }: Source, signal: AbortSignal, progress: Parameters<RedactFile>[1]): Source {
  const counting = async function* (): AsyncGenerator<Uint8Array> {
    let done = 0;
    for await (const chunk of chunks) {
      signal.throwIfAborted();
      done += chunk.byteLength;
      progress(done, bytes);
      yield chunk;
    }
  };
  return { chunks: counting(), bytes };
}
