export { createDetector } from './detect.ts';
export { loadLexicon, type Lexicon } from './lexicon.ts';
