import { Command, type LangGraphRunnableConfig } from '@langchain/langgraph';
import { CountersignError, type Agent } from 'countersign';
import type { Findings, Talk } from 'countersign/flow';
import { createPaper, type AskedChange } from './answer/paper.ts';
import { planAtDesk, type Planned } from './planning.ts';
import type { Part, State } from './state.ts';
import { lastHuman } from './ask.ts';
import { deskOf, framesOf, readByRules } from './supervise.ts';
import { findEntities } from './understand/entities.ts';
import type { Desk } from './desks.ts';

export const answerId = (runId: string): string => `${runId}:answer`;

/**
 * A desk's turn with a model. Its finished words are held against what its tools answered; where they say anything else, where
 * it loops, is cut off or stays away, the whole question goes to the rules, and the asker is told so.
 */
export async function atDeskPlanned(state: State, talk: Talk, desk: Agent, name: Desk, config: LangGraphRunnableConfig): Promise<Command> {
  const [frame, ...queue] = state.queue;
  const id = state.parts.length === 0 ? answerId(talk.runId) : `${answerId(talk.runId)}:${state.parts.length}`;
  const asked: AskedChange[] = [];
  const planned = await plan(state, talk, desk, frame?.question ?? '', config, id, asked);
  const changes = withChanges(state.changes, asked);
  const settled = planned.kind === 'answer' ? held(planned, talk, state) : planned;
  if ('reason' in settled) return byRules({ ...state, changes }, talk, id, settled.reason);
  const part: Part = {
    desk: name,
    intent: 'planned',
    sheet: settled.sheet,
    blocks: settled.planned.blocks,
    sources: settled.sources,
    restsOn: settled.restsOn,
    suggestions: [],
    written: { text: settled.text, told: settled.told, forModel: settled.planned.text, engine: settled.planned.engine },
  };
  return new Command({
    goto: deskOf(queue),
    update: { queue, parts: [...state.parts, part], changes },
  });
}

async function plan(
  state: State,
  talk: Talk,
  desk: Agent,
  question: string,
  config: LangGraphRunnableConfig,
  id: string,
  asked: AskedChange[],
): Promise<Planned> {
  try {
    return await planAtDesk(state, talk, desk, question, config, id, asked);
  } catch (thrown) {
    talk.signal.throwIfAborted();
    if (!(thrown instanceof CountersignError)) throw thrown;
    return { kind: 'gave-up', reason: thrown.code };
  }
}

/** One entry a run: asked again while it waits it is the same change. */
export function withChanges(known: readonly AskedChange[], asked: readonly AskedChange[]): readonly AskedChange[] {
  return [...known.filter(({ run }) => !asked.some((each) => each.run === run)), ...asked];
}

type Answered = Extract<Planned, { kind: 'answer' }>;

function held(planned: Answered, talk: Talk, state: State) {
  const { findings } = planned;
  fromQuestion(findings, talk, state);
  const text = [...findings.amounts].reduce((all, [token, amount]) => all.replaceAll(token, () => amount), planned.text).normalize('NFC');
  const sheet = findings.facts.build({});
  const { failures, told } = talk.check(text, sheet, state.language);
  if (failures.length > 0) {
    talk.log.info({ runId: talk.runId, checks: [...failures] }, 'the model said something its tools did not answer');
    return { reason: 'answer.unfaithful' };
  }
  const cited = told.flatMap(({ fact }) => findings.restsOn.get(fact) ?? []);
  const paper = createPaper(
    state.language,
    state.parts.reduce((count, { sources }) => count + sources.length, 1),
  );
  for (const ref of cited) paper.ofRecord(ref, `${recordWords[ref.type] ?? ref.type} ${ref.id}`);
  const { sources } = paper.finished();
  const restsOn = [...findings.restsOn].flatMap(([fact, ref]) => {
    const source = sources.find(({ system, type, record }) => system === ref.connection && type === ref.type && record === ref.id);
    return source ? [[fact, source.id]] : [];
  });
  return { text, told, sheet, planned, sources, restsOn: Object.fromEntries(restsOn) as Part['restsOn'] };
}

const recordWords: Readonly<Record<string, string>> = {
  A_SalesOrder: 'Sales order',
  A_Customer: 'Customer',
  A_Product: 'Product',
  A_BillingDocument: 'Invoice',
  Case: 'Case',
};

/** What the asker named may be named again. */
function fromQuestion({ facts }: Findings, talk: Talk, state: State): void {
  const text = lastHuman(state.messages)?.text ?? '';
  const entities = findEntities(text, [], talk.today);
  facts.date('today', talk.today);
  for (const { from, to } of entities.periods) {
    facts.date('asked for', from);
    facts.date('asked for', to);
  }
  for (const { value } of entities.quantities) facts.quantity('asked for', { value, unit: '' });
  for (const { id } of [...entities.orders, ...entities.opportunities]) facts.id('asked for', id);
  for (const [token] of text.matchAll(/<[A-Z]+_\d+[a-z]{0,3}>/g)) facts.token('asked for', token);
}

/** The rules take the whole message over; nothing a model said stays. */
function byRules(state: State, talk: Talk, id: string, reason: string): Command {
  talk.emit({ type: 'replaced', message: id, reason });
  const queue = framesOf(readByRules(state, talk));
  const notice: Part = {
    desk: 'reception',
    intent: 'replaced',
    sheet: { facts: [], view: {} },
    blocks: [{ type: 'notice', level: 'info', code: reason, text: sentence(reason, state.language) }],
    sources: [],
    restsOn: {},
    suggestions: [],
  };
  return new Command({ goto: deskOf(queue), update: { queue, parts: [notice], changes: state.changes } });
}

const sentences: Readonly<Record<string, readonly [string, string, string, string]>> = {
  unfaithful: [
    'The model’s words said something the records do not; the narrator’s stand here instead.',
    'Die Worte des Modells sagten etwas, das nicht in den Belegen steht; hier stehen die des Erzählers.',
    'Le modèle disait autre chose que les documents ; voici le texte du narrateur.',
    'El modelo decía algo que no está en los documentos; este es el texto del narrador.',
  ],
  limit: [
    'The model took too many steps; the narrator answers instead.',
    'Das Modell brauchte zu viele Schritte; der Erzähler antwortet stattdessen.',
    'Le modèle a fait trop d’étapes ; le narrateur répond à sa place.',
    'El modelo dio demasiados pasos; responde el narrador.',
  ],
  away: [
    'The model did not answer; the narrator does instead.',
    'Das Modell hat nicht geantwortet; der Erzähler antwortet stattdessen.',
    'Le modèle n’a pas répondu ; le narrateur répond à sa place.',
    'El modelo no respondió; responde el narrador.',
  ],
};

function sentence(reason: string, language: string): string {
  const kind = reason === 'answer.unfaithful' ? 'unfaithful' : reason.startsWith('limit.') ? 'limit' : 'away';
  return sentences[kind]?.[['en', 'de', 'fr', 'es'].indexOf(language)] ?? '';
}
