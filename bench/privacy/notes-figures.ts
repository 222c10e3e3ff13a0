import type { KnownValues } from '../../src/contracts/detection.ts';
import { createKnownValues } from '../../src/privacy/known/index.ts';
import { generateNotes, notesLeak, type Note, type NoteThread } from './notes.ts';

/** Figures of the notes with known values alone: `node --conditions=source --import tsx bench/privacy/notes-figures.ts [seed]`. */
const notes = generateNotes({ seed: Number(process.argv[2] ?? 41), perForm: 60 });
const finders = new Map<NoteThread, KnownValues>();

function knownSpansOf({ thread, text }: Note) {
  let finder = finders.get(thread);
  if (!finder) finders.set(thread, (finder = createKnownValues(thread)));
  return finder.find(text);
}

const { byForm, ...all } = notesLeak(notes, knownSpansOf);
console.log(`${notes.length} notes`);
for (const [name, share] of [...Object.entries(all), ...Object.entries(byForm)])
  console.log(name.padEnd(34), `${(share * 100).toFixed(3)} %`);
