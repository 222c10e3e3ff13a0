import { TAKEN, type Draft } from './draft.ts';
import { ALL_CAPS, MARK, MORE_LINES, WORD } from './tokens.ts';
import { WordSet } from './word-set.ts';

const reach = 60;
const longest = 10;

/** Somebody speaks of himself or of another, or says where people live and go. */
const words = new WordSet(
  `i me my mine he she him his her hers they ich mir mich mein meine meinen er ihm ihn seine seinen je mon mes elle yo mis él ella io mio mia lei ik mij mijn hij zij
   lives live lived living born moved moving visit visits visited visiting travel travels travelled traveled travelling traveling trip holiday arrive arrives arrived based
   wohnt wohne wohnen geboren habite vit né née vive nació nacido nacida abita vivo nato nata woont woon`
    .trim()
    .split(/\s+/),
);

/** A place says something about a person where its sentence speaks of one, by a pronoun or by what people do, or a value was found near it. */
export function isPersonal(draft: Draft, at: number): boolean {
  return looksPersonal(draft, at, -1) || looksPersonal(draft, at, 1);
}

function looksPersonal(draft: Draft, from: number, step: -1 | 1): boolean {
  const { tokens } = draft;
  let isSameSentence = true;
  for (let at = from + step; at >= 0 && at < tokens.count && Math.abs(at - from) <= reach; at += step) {
    const behind = step === 1 ? at : at + 1;
    isSameSentence &&= !beginsSentence(draft, behind);
    if (draft.owner[at] === TAKEN || (isSameSentence && isPersonalWord(draft, at))) return true;
  }
  return false;
}

/** A full stop or an empty line lies in front of a token. */
function beginsSentence(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (tokens.gapAt(at) === MORE_LINES) return true;
  if (tokens.kind[at - 1] !== MARK || tokens.gapAt(at) === 0) return false;
  const unit = tokens.sizeAt(at - 1);
  return unit === 0x21 || unit === 0x3f || (unit === 0x2e && tokens.sizeAt(at - 2) > 2);
}

function isPersonalWord(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (tokens.kind[at] !== WORD || tokens.sizeAt(at) > longest || tokens.shape[at] === ALL_CAPS) return false;
  return words.hasInAnyCase(draft, at);
}
