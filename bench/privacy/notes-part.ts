import { existsSync } from 'node:fs';
import type { Detector, KnownValues } from '../../src/contracts/detection.ts';

type Thread = object;
type Note = { readonly thread: Thread; readonly text: string };
type Spans = readonly { readonly start: number; readonly end: number }[];
type NotesLeak = { readonly leak: number; readonly over: number; readonly byForm: Readonly<Record<string, number>> };
type Notes = {
  readonly generateNotes: (options: { readonly seed: number; readonly perForm: number }) => readonly Note[];
  readonly notesLeak: (notes: readonly Note[], spansOf: (note: Note) => Spans) => NotesLeak;
};

const notesFile = new URL('notes.ts', import.meta.url);
const knownFile = new URL('../../src/privacy/known/index.ts', import.meta.url);

export const missingNotes = 'Notes about known people are not measured: there is no known-value finder in this checkout.';

/** Leak of notes about people of the thread's records: known values and the detector together. Undefined where either is missing. */
export async function measureNotes(detector: Detector, perForm: number): Promise<NotesLeak | undefined> {
  if (!existsSync(notesFile) || !existsSync(knownFile)) return undefined;
  const { generateNotes, notesLeak }: Notes = await import(notesFile.href);
  const { createKnownValues }: { readonly createKnownValues: (thread: Thread) => KnownValues } = await import(knownFile.href);
  const known = new Map<Thread, KnownValues>();
  return notesLeak(generateNotes({ seed: 7, perForm }), ({ thread, text }) => {
    const values = known.get(thread) ?? createKnownValues(thread);
    known.set(thread, values);
    return detector.detect(text, values);
  });
}
