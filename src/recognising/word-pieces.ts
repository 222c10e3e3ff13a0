import { CountersignError } from '../contracts/errors.ts';

/** A word of the text by its place, and the numbers of the pieces the model reads it in. */
export type Word = { readonly start: number; readonly end: number; readonly pieces: readonly number[] };

export type WordPieces = { readonly first: number; readonly last: number; cut(text: string): readonly Word[] };

/** A longer run of letters is no word of any language; BERT reads it as unknown. */
const longestWord = 100;

/**
 * BERT's way of reading: words between spaces, every mark a word of its own, each word in the longest pieces the
 * vocabulary has. Words keep their place in the text as UTF-16 units; pieces have none, because a span is made of words.
 *
 * @param lowerCase for `uncased` models: letters in lower case and without their marks
 */
export function createWordPieces(vocabulary: readonly string[], lowerCase: boolean): WordPieces {
  const ids = new Map(vocabulary.map((piece, id) => [piece, id]));
  const idOf = (piece: string): number => {
    const id = ids.get(piece);
    if (id === undefined)
      throw new CountersignError('config.invalid', `The vocabulary has no ${piece}; it is no WordPiece vocabulary`, {
        field: 'privacy.recogniser.vocabulary',
      });
    return id;
  };
  const unknown = idOf('[UNK]');
  const piecesOf = (word: string): readonly number[] => {
    const read = lowerCase
      ? word
          .toLowerCase()
          .normalize('NFD')
          .replaceAll(/\p{Mn}/gu, '')
      : word;
    return inPieces(read.replaceAll(/[\p{Cc}\p{Cf}]/gu, ''), ids) ?? [unknown];
  };
  return {
    first: idOf('[CLS]'),
    last: idOf('[SEP]'),
    cut: (text) => wordsOf(text).map(({ start, end }) => ({ start, end, pieces: piecesOf(text.slice(start, end)) })),
  };
}

/**
 * Marks, ideographs and pictures stand alone; BERT leaves an emoji with the word it touches, which would then be unknown
 * as a whole and cover the emoji too.
 */
const word =
  /[\p{P}$+<=>^`|~]|\p{Script=Han}|\p{Extended_Pictographic}[\p{M}\u200d\p{Extended_Pictographic}\p{Emoji_Modifier}]*|[^\s\p{P}$+<=>^`|~\p{Script=Han}\p{Extended_Pictographic}]+/gu;

function wordsOf(text: string): { readonly start: number; readonly end: number }[] {
  return [...text.matchAll(word)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }));
}

/** The longest piece first, again and again; undefined when a rest fits no piece. */
function inPieces(read: string, ids: ReadonlyMap<string, number>): readonly number[] | undefined {
  if (read.length === 0 || read.length > longestWord) return undefined;
  const found: number[] = [];
  for (let start = 0; start < read.length;) {
    let end = read.length;
    let id: number | undefined;
    for (; end > start; end -= 1) {
      id = ids.get(start === 0 ? read.slice(start, end) : `##${read.slice(start, end)}`);
      if (id !== undefined) break;
    }
    if (id === undefined) return undefined;
    found.push(id);
    start = end;
  }
  return found;
}
