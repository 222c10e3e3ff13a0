import { cueWords } from './cue-words.ts';
import { businessWords } from './business-words.ts';
import { peopleWords } from './people-words.ts';
import { streetWords } from './street-words.ts';

/** Words by hand: what lists of a language do not say. Each is entered by its folded letters. */
export type Vocabulary = { readonly words: readonly string[]; readonly flag: number; readonly cueId: number };

export const vocabulary: readonly Vocabulary[] = [...peopleWords, ...streetWords, ...businessWords, ...cueWords];
