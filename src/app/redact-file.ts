import type { RedactFile } from '../contracts/commands.ts';
import type { RedactedPart } from '../contracts/redaction.ts';
import { createNumbering, redactPlain, refuseUnscannable } from '../privacy/index.ts';
import { detector, detectorName } from './detector.ts';
import { openSource, type Source } from './read-bytes.ts';
import { readTexts, type Texts } from './read-texts.ts';

/** Redacts a file without a server and without a data folder: nothing is written but the answer. */
export function createRedactFile(standardInput: AsyncIterable<Uint8Array>): RedactFile {
  return async (options, progress) => {
    const source = counted(openSource(options.path, standardInput), options.signal, progress);
    const { form, texts } = await readTexts(options.path, source);
    return { form, detector: detectorName(), parts: parts(texts, options) };
  };
}

async function* parts(texts: Texts['texts'], options: Parameters<RedactFile>[0]): AsyncGenerator<RedactedPart> {
  const numbering = createNumbering();
  const types = options.types && new Set(options.types);
  for await (const { text, place, id } of texts) {
    if (options.profile === 'strict') refuseUnscannable(text, place);
    const redacted = redactPlain(detector(), text, { numbering, offsets: options.offsets, ...(types === undefined ? {} : { types }) });
    yield { ...(id === undefined ? {} : { id }), ...redacted };
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
