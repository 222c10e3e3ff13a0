import { AIMessage, RemoveMessage, type BaseMessage } from '@langchain/core/messages';
import { Command, END, type LangGraphRunnableConfig } from '@langchain/langgraph';
import { classed, type Agent, type Answer, type Block, type Cite, type Source, type TableBlock, type TextBlock } from 'countersign';
import { piecesOf, speak, type Talk } from 'countersign/flow';
import { z } from 'zod';
import { answerId } from './at-desk-planned.ts';
import { calledBy } from './answer/changes.ts';
import { createPaper } from './answer/paper.ts';
import type { Part, State } from './state.ts';

/** Puts the parts of an answer into words, says them, and keeps the whole as one message. */
export async function composeNode(
  state: State,
  talk: Talk,
  agents: Readonly<Record<string, Agent>>,
  config: LangGraphRunnableConfig,
): Promise<Command> {
  const blocks: Block[] = [];
  const sources: Source[] = [];
  let engine = 'narrator';
  const said: string[] = [];
  const forModel: string[] = [];
  for (const part of [...state.parts, ...(await stillWaiting(state, talk))]) {
    const { written } = part;
    if (written) {
      engine = written.engine;
      said.push(written.text);
      forModel.push(written.forModel);
      blocks.push(textBlock(written.text, written.told, part), ...part.blocks);
      sources.push(...part.sources);
      continue;
    }
    const agent = agents[part.desk];
    if (!agent) continue;
    if (part.intent !== 'replaced') {
      const narration = await talk.narrate({ agent, prompt: 'assistant.answer', locale: state.language, sheet: part.sheet, required: [] });
      engine = narration.engine;
      if (narration.fallback === 'unfaithful')
        blocks.push({ type: 'notice', level: 'info', code: 'answer.replaced', text: replaced[state.language] ?? '' });
      blocks.push(textBlock(narration.text, narration.told, part));
      if (talk.hasPlanner) forModel.push(await withoutAmounts(talk, narration.text, narration.told, part));
    }
    blocks.push(...part.blocks);
    sources.push(...part.sources);
  }
  const suggestions = state.parts.flatMap((part) => part.suggestions).slice(0, 4);
  const answer: Answer = { blocks, sources, engine, locale: state.language, suggestions };
  // A model's words were said while it wrote them, under the first id; what the narrator says in their place is another message.
  const id = state.parts.some(({ intent }) => intent === 'replaced') ? `${answerId(talk.runId)}:narrated` : answerId(talk.runId);
  for (const block of blocks) if (block.type !== 'text') talk.emit({ type: 'block', message: id, block });
  const content = plainText(blocks);
  await speak(config, id, piecesOf(unsaid(content, said)));
  await talk.audit('assistant.answered', {
    intents: state.parts.map(({ intent }) => intent),
    records: sources.slice(0, 50).map(({ type, record }) => `${type} ${record}`),
    engine,
  });
  const message = new AIMessage({
    id,
    content,
    additional_kwargs: { answer, ...(forModel.length > 0 ? { modelText: forModel.join('\n') } : {}) },
  });
  const kept = trimmed([...state.messages, message], state.summary, state.parts);
  return new Command({
    goto: state.changes.some(({ told }) => !isFinal(told)) ? 'await' : END,
    update: { messages: [message, ...kept.removed], summary: kept.summary, parts: [], queue: [] },
  });
}

/** What of the answer was not streamed yet: with one text from a model that is all behind it, with several everything again. */
function unsaid(content: string, said: readonly string[]): string {
  const [only] = said;
  if (only === undefined) return content;
  return said.length === 1 && content.startsWith(only) ? content.slice(only.length) : '';
}

/** The text with tokens in the place of amounts, for a model that reads the conversation later. */
async function withoutAmounts(
  talk: Talk,
  text: string,
  told: readonly { fact: string; start: number; end: number }[],
  { sheet }: Part,
): Promise<string> {
  const monies = told
    .filter(({ fact }) => sheet.facts.some((each) => each.id === fact && each.type === 'money'))
    .toSorted((a, b) => b.start - a.start);
  const hidden = await talk.hide(
    Amounts,
    monies.map(({ start, end }) => text.slice(start, end)),
  );
  return monies.reduce((all, { start, end }, at) => all.slice(0, start) + (hidden[at] ?? '') + all.slice(end), text);
}

const Amounts = z.array(classed(z.string(), { class: 'personal', kind: 'AMOUNT' }));

/** Whatever is asked while a change waits, the asker is reminded of it; the work itself goes on untouched. */
async function stillWaiting(state: State, talk: Talk): Promise<readonly Part[]> {
  if (state.parts.some(({ intent }) => intent.startsWith('change.') || ['pending', 'withdraw', 'approve'].includes(intent))) return [];
  const shown = state.parts.flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'proposal' ? [block.run] : [])));
  const open = state.changes.filter(({ told, run }) => told === 'waiting' && !shown.includes(run));
  const states = await Promise.all(open.map(async (change) => ({ change, now: await talk.changes.state(talk.threadId, change.run) })));
  const paper = createPaper(state.language, 1);
  for (const { change, now } of states)
    if (now.state === 'waiting')
      paper.say('still-waiting', {
        ...calledBy(paper, change),
        waitsFor: paper.facts.term('waits for', now.waitsFor),
      });
  const { sheet, lines } = paper.finished();
  return lines.length === 0 ? [] : [{ desk: 'reception', intent: 'pending', sheet, blocks: [], sources: [], restsOn: {}, suggestions: [] }];
}

const replaced: Readonly<Record<string, string>> = {
  en: 'The model’s own words said something the records do not; these are the narrator’s.',
  de: 'Die Worte des Modells sagten etwas, das nicht in den Belegen steht; dies sind die des Erzählers.',
  fr: 'Le texte du modèle disait autre chose que les documents ; voici celui du narrateur.',
  es: 'El texto del modelo decía algo que no está en los documentos; este es el del narrador.',
};

const final = new Set(['applied', 'rejected', 'expired', 'withdrawn', 'superseded', 'unchanged', 'proposed', 'failed']);
export const isFinal = (state: string): boolean => final.has(state);

export function textBlock(
  text: string,
  told: readonly { fact: string; start: number; end: number }[],
  part: Pick<Part, 'restsOn'>,
): TextBlock {
  const cites: Cite[] = told.flatMap(({ fact, start, end }) => {
    const source = part.restsOn[fact];
    return source === undefined || end > text.length ? [] : [{ start, end, source }];
  });
  return { type: 'text', text, cites: cites.slice(0, 500) };
}

/** The same answer for clients that know text alone. */
export function plainText(blocks: readonly Block[]): string {
  return blocks
    .flatMap((block) => {
      switch (block.type) {
        case 'text':
        case 'notice':
          return [block.text];
        case 'table':
          return [tableText(block)];
        case 'proposal':
          return block.changes.length === 0
            ? []
            : [block.changes.map(({ label, before, after }) => `${label}: ${before === '' ? '–' : before} → ${after}`).join('\n')];
        case 'chart':
          // Its figures stand in the table beside it.
          return [];
      }
    })
    .filter((text) => text !== '')
    .join('\n\n');
}

function tableText({ title, columns, rows, note }: TableBlock): string {
  const lines = rows.map(({ cells }) => columns.map(({ key }) => cells[key]?.text ?? '').join(' | '));
  return [title, columns.map(({ label }) => label).join(' | '), ...lines, ...(note === '' ? [] : [note])].join('\n');
}

const keptMessages = 40;
const keptCharacters = 120_000;

/** Older messages go when there are many or they grow large; what they were about stays in the summary, as intents and ids. */
export function trimmed(
  messages: readonly BaseMessage[],
  summary: string,
  parts: readonly Pick<Part, 'intent' | 'sources'>[],
): { removed: BaseMessage[]; summary: string } {
  const sizes = messages.map((message) => JSON.stringify(message.toDict()).length);
  let from = Math.max(0, messages.length - keptMessages);
  let total = sizes.slice(from).reduce((sum, size) => sum + size, 0);
  while (total > keptCharacters && from < messages.length - 2) {
    total -= sizes[from] ?? 0;
    from += 1;
  }
  const line = parts
    .map(
      ({ intent, sources }) =>
        `${intent}(${sources
          .slice(0, 3)
          .map(({ record }) => record)
          .join(',')})`,
    )
    .join(' ');
  const grown = `${summary} ${line}`.trim();
  return {
    removed: messages.slice(0, from).flatMap(({ id }) => (id === undefined ? [] : [new RemoveMessage({ id })])),
    summary: grown.length > 4000 ? grown.slice(grown.indexOf(' ', grown.length - 4000) + 1) : grown,
  };
}
