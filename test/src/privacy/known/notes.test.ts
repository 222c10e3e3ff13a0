import { describe, expect, it } from 'vitest';
import { noteForms } from '../../../../bench/privacy/note-forms.ts';
import { noteLanguages, noteTemplates } from '../../../../bench/privacy/note-templates.ts';
import { generateNotes, notesLeak, type Note, type NoteThread } from '../../../../bench/privacy/notes.ts';
import type { KnownValues } from '../../../../src/contracts/detection.ts';
import { createLeakFinder } from '../../../../src/privacy/index.ts';
import { createKnownValues } from '../../../../src/privacy/known/index.ts';

const notes = generateNotes({ seed: 2024, perForm: 12 });
const finders = new Map<NoteThread, KnownValues>();

function knownSpansOf({ thread, text }: Note) {
  let finder = finders.get(thread);
  if (!finder) finders.set(thread, (finder = createKnownValues(thread)));
  return finder.find(text);
}

describe('notes about people of typed records', () => {
  it('come in every form and language, the same ones for the same seed', () => {
    expect(notes).toHaveLength(noteForms.length * noteLanguages.length * 12);
    expect(generateNotes({ seed: 2024, perForm: 1 })).toEqual(generateNotes({ seed: 2024, perForm: 1 }));
    expect(generateNotes({ seed: 1, perForm: 1 })).not.toEqual(generateNotes({ seed: 2, perForm: 1 }));
    expect(Object.values(noteTemplates).flat().length).toBeGreaterThan(60);
  });

  it('leak everything where nothing is found, and nothing where all of the gold is', () => {
    expect(notesLeak(notes, () => [])).toMatchObject({ leak: 1, leakWithTails: 1, over: 0 });
    expect(notesLeak(notes, ({ gold }) => gold)).toMatchObject({ leak: 0, over: 0 });
    expect(notesLeak(notes, ({ text }) => [{ start: 0, end: text.length }])).toMatchObject({ leak: 0, leakWithTails: 0, over: 1 });
  });

  it('keep at most 0.3 % of what identifies somebody once known values are taken out, and lose hardly anything else', () => {
    const { leak, leakWithTails, over } = notesLeak(notes, knownSpansOf);
    expect(leak).toBeLessThan(0.003);
    expect(leakWithTails).toBeLessThan(0.005);
    expect(over).toBeLessThan(0.002);
  });

  it('pass the leak check once known values are taken out', () => {
    for (const note of notes) {
      const spans = knownSpansOf(note);
      const redacted = spans.toReversed().reduce((text, { start, end }) => `${text.slice(0, start)}<X>${text.slice(end)}`, note.text);
      expect(createLeakFinder(note.thread.personal)(redacted), redacted).toBeUndefined();
    }
  });
});
