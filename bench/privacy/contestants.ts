import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { redact, takenOut } from './align.ts';
import { loadDetector, missingDetector } from './detector.ts';
import type { Found } from './score.ts';

/** A side of the comparison: rewrites a text, and tells which parts of it it took out. */
export type Redactor = {
  redact(text: string): string | Promise<string>;
  spansOf(text: string): readonly Found[] | Promise<readonly Found[]>;
};

/** Read by people when they are not installed. */
export const missingPeers = 'The libraries we compare with are missing: npm run peers.';

const peers = new URL('../../test/peers/package.json', import.meta.url);
const required = createRequire(peers);

/** By name, in the order of the tables. Each is loaded only when it is asked for. */
export const redactors: Readonly<Record<string, () => Promise<Redactor>>> = {
  countersign: ours,
  'redact-pii': redactPii,
  openredaction,
  '@redactpii/node': redactPiiNode,
  compromise,
};

export const peerNames = Object.keys(redactors).filter((name) => name !== 'countersign');

export const arePeersInstalled = (): boolean =>
  peerNames.every((name) => existsSync(fileURLToPath(new URL(`node_modules/${name}/package.json`, peers))));

/** A character of the private-use area: no text of the data holds it, and no rule of theirs takes it for a letter. */
const mark = '\ue000';

async function ours(): Promise<Redactor> {
  const detector = await loadDetector();
  if (!detector) throw new Error(missingDetector);
  return { redact: (text) => redact(text, detector.detect(text), mark), spansOf: (text) => detector.detect(text) };
}

/** 3.4.0, all its rules; Google's service, which it can also call, is not one of them. */
async function redactPii(): Promise<Redactor> {
  const { SyncRedactor } = await load<{ SyncRedactor: Rewriter }>('redact-pii');
  return rewriting(new SyncRedactor({ globalReplaceWith: mark }));
}

/** 1.0.17, all its rules. */
async function redactPiiNode(): Promise<Redactor> {
  const { Redactor } = await load<{ Redactor: Rewriter }>('@redactpii/node');
  return rewriting(new Redactor({ globalReplaceWith: mark }));
}

type Rewriter = new (options: { globalReplaceWith: string }) => { redact(text: string): string };

function rewriting(library: { redact(text: string): string }): Redactor {
  return { redact: (text) => library.redact(text), spansOf: (text) => takenOut(text, library.redact(text), mark) };
}

/** 1.1.5 as it comes, but for its cache: it would answer the second round of a measurement from memory. */
async function openredaction(): Promise<Redactor> {
  type Detections = { readonly redacted: string; readonly detections: readonly { readonly position: readonly [number, number] }[] };
  type Library = { OpenRedaction: new (options: object) => { detect(text: string): Promise<Detections> } };
  const { OpenRedaction } = await load<Library>('openredaction');
  const library = new OpenRedaction({ redactionMode: 'placeholder', enableCache: false });
  return {
    redact: async (text) => (await library.detect(text)).redacted,
    spansOf: async (text) =>
      (await library.detect(text)).detections.map(({ position: [start, end] }) => ({ start, end })).toSorted(byStart),
  };
}

/** 14.17.0: people, places, organisations, phone numbers and addresses of mail. A span is given without the punctuation around it. */
async function compromise(): Promise<Redactor> {
  type Match = { readonly text: string; readonly offset: { readonly start: number; readonly length: number } };
  type View = { json(options: object): readonly Match[] };
  type Doc = Readonly<Record<(typeof asked)[number], () => View>>;
  const asked = ['people', 'places', 'organizations', 'phoneNumbers', 'emails'] as const;
  const { default: nlp } = await load<{ default: (text: string) => Doc }>('compromise');
  const spansOf = (text: string): Found[] => {
    const doc = nlp(text);
    const found = asked
      .flatMap((kind) => doc[kind]().json({ offset: true }))
      .map(({ offset: { start, length } }) => trimmed(text, start, start + length))
      .filter(({ start, end }) => start < end)
      .toSorted(byStart);
    // Two of its views may name the same words.
    const apart: Found[] = [];
    for (const span of found) if (span.start >= (apart.at(-1)?.end ?? 0)) apart.push(span);
    return apart;
  };
  return { redact: (text) => redact(text, spansOf(text), mark), spansOf };
}

const byStart = (a: Found, b: Found): number => a.start - b.start;

function trimmed(text: string, start: number, end: number): Found {
  const value = text.slice(start, end);
  const lead = /^[^\p{L}\p{N}+(]*/u.exec(value)?.[0].length ?? 0;
  const tail = /[\p{L}\p{N})](?=[^\p{L}\p{N})]*$)/u.exec(value);
  return { start: start + lead, end: start + (tail ? tail.index + tail[0].length : 0) };
}

/** The caller names the part of the library it uses; there are no types to check it against without installing the peers. */
async function load<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(required.resolve(name)).href)) as T;
}
