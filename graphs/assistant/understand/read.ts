import { errandFrame, errandIn } from '../errands/recognise.ts';
import { signsOf, sureEnough } from './classify.ts';
import { findEntities, type Mention } from './entities.ts';
import { filledFrom } from './fill.ts';
import { followUp, isFollowUp } from './follow-up.ts';
import { frameOf, type Focus, type Frame } from './frame.ts';
import { languageOf, type Language } from './language.ts';
import { splitClauses, type Clause } from './split.ts';
import { answerToUs } from './reply.ts';
import { pointedAt } from './things.ts';

export type Question = {
  readonly language: Language;
  /** What is asked, in order; empty where nothing was understood. */
  readonly frames: readonly Frame[];
};

export type Given = {
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly focus: Focus;
  /** The asker's day. */
  readonly today: string;
  readonly language: Language;
};

/** Reads a message in the light of the conversation. Pure: the same message and focus always give the same frames. */
export function readQuestion({ text, mentions, focus, today, language }: Given): Question {
  const spoken = languageOf(text, language);
  const whole = findEntities(text, mentions, today);
  const answered = answerToUs(text, whole, focus);
  if (answered) return { language: answered.isShort ? language : spoken, frames: [answered.frame] };
  const frames: Frame[] = [];
  for (const clause of splitClauses(text, mentions, today)) {
    const frame = readClause(clause, focus, frames.at(-1), today);
    if (frame && !frames.some((known) => JSON.stringify(known) === JSON.stringify(frame))) frames.push(frame);
  }
  return { language: spoken, frames };
}

/** One clause becomes a frame: by its own words, or by what was spoken of before. */
function readClause({ text, entities, ranked }: Clause, focus: Focus, before: Frame | undefined, today: string): Frame | undefined {
  const errand = errandIn(text);
  if (errand) return withSpoken(errandFrame(errand, entities, { text, today }), focus, before);
  const signs = signsOf(text, entities);
  const [best] = ranked;
  const extras = { wantsChart: signs.has('chart'), isAscending: signs.has('smallest') && !signs.has('largest') };
  const earlier = before ?? focus.frame;
  if (entities.ordinal !== undefined && focus.list && !Object.keys(pointedAt(entities, focus)).length && (best?.score ?? 0) < 3)
    return { intent: 'list.short', desk: 'reception', top: focus.list.ids.length };
  if (isFollowUp(text, entities, best, signs) && earlier) {
    const frame = followUp(earlier, entities, focus, extras, best);
    if (frame) return frame;
  }
  if (!best || best.score < sureEnough) return undefined;
  return filledFrom(frameOf(best.intent, entities, extras), best.intent, entities, focus, before);
}

/** `Make the order of it`: what was spoken of last stands where the sentence names nothing. */
function withSpoken(frame: Frame, focus: Focus, before: Frame | undefined): Frame {
  if ((frame.order ?? frame.deal ?? frame.customers ?? frame.materials) !== undefined) return frame;
  const [order, deal] = [before?.order ?? focus.order, before?.deal ?? focus.deal];
  return { ...frame, ...(order === undefined ? {} : { order }), ...(deal === undefined ? {} : { deal }) };
}
