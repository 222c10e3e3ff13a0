import { de } from './words-de.ts';
import { en, type Word } from './words-en.ts';

export type { Word } from './words-en.ts';
export const languageOf = (wanted: string): 'en' | 'de' => (wanted.toLowerCase().startsWith('de') ? 'de' : 'en');

export type Values = Readonly<Record<string, string | number>>;
export type Say = (word: Word, values?: Values) => string;

export function speak(language: 'en' | 'de'): Say {
  const table = language === 'de' ? de : en;
  return (word, values = {}) => table[word].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
