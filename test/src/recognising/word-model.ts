import type { TokenSession } from '../../../src/recognising/index.ts';
import type { Sample } from '../../contracts/recogniser.ts';

export const labels = ['O', 'B-PER', 'I-PER', 'B-ORG', 'B-LOC'];

/** A model small enough to read: every piece of the vocabulary with the number of the label it always gets. */
const table: readonly (readonly [string, number])[] = [
  ['[PAD]', 0],
  ['[UNK]', 0],
  ['[CLS]', 0],
  ['[SEP]', 0],
  ['.', 0],
  ['called', 0],
  ['order', 0],
  ['in', 0],
  ['Anne', 1],
  // Only the first piece of a word counts: this one would make it a place.
  ['##liese', 4],
  ['E\u0301milie', 1],
  ['Smith', 2],
  ['Acme', 3],
  ['Berlin', 4],
];

export const vocabulary = table.map(([piece]) => piece);
export const embedding = table.map(([, label]) => labels.map((_name, index) => (index === label ? 1 : 0)));
export const weights = labels.map((_name, row) => labels.map((_other, column) => (row === column ? 6 : 0)));

export const sample: Sample = {
  text: '😀 E\u0301milie called Anneliese Smith 👩‍💻 in Berlin. order: Acme😀',
  found: [
    ['PERSON', 'E\u0301milie'],
    ['PERSON', 'Anneliese Smith'],
    ['PLACE', 'Berlin'],
    ['ORG', 'Acme'],
  ],
  words: ['Anneliese', 'Smith', 'Acme', 'Berlin', 'called', 'unknown'],
};

/** The same answers as the model in ONNX gives, from the table. */
export function tableSession(): TokenSession & { readonly lengths: number[]; closed: number } {
  const lengths: number[] = [];
  return {
    lengths,
    closed: 0,
    async run(inputIds) {
      lengths.push(inputIds.length);
      return Float32Array.from(inputIds.flatMap((id) => (embedding[id] ?? []).map((share) => share * 6)));
    },
    async close() {
      this.closed += 1;
    },
  };
}
