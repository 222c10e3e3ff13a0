import { CountersignError } from '../contracts/errors.ts';
import type { Narration, NarrationRequest, Usage } from '../contracts/llm.ts';
import { fillAmounts } from '../privacy/index.ts';
import { checkOutput, type Message, type Prompt } from '../prompting/index.ts';
import { aboutPrompt, askPrompt, languageName } from './asking.ts';
import { sumUsage } from './budget.ts';
import { findLeakInBlock } from './canary.ts';
import { deadlineOf, narratorModel, nothing, type Desk } from './desk.ts';
import { recordEgress } from './egress.ts';
import { checkFaithful, type Failure, type Faithfulness } from './faithful.ts';
import { asLangChain, type RemoteModel } from './providers.ts';
import { blockOf } from './sheet-block.ts';

type Job = {
  readonly request: NarrationRequest;
  readonly prompt: Prompt;
  readonly messages: readonly Message[];
  readonly deadline: number;
  readonly spent: Usage[];
  /** Texts of a model that said more than their facts, or were not what the prompt asks for. */
  refusedTexts: number;
};
type Fallback = NonNullable<Narration['fallback']>;
type Attempt = { readonly text: string } | { readonly fallback: Fallback };

/**
 * A narration goes: facts with slots for amounts → canary check → budget → the exact body on record → call → faithfulness
 * check, and that the text is what its prompt asks for → once more with what was wrong → else the built-in narrator, which is also what answers when a provider is down or
 * the budget is spent. A leak or a record that cannot be kept stops everything.
 */
export async function narrate(desk: Desk, request: NarrationRequest): Promise<Narration> {
  const began = desk.clock.now();
  const { narration, refusedTexts } = await write(desk, request);
  desk.onNarrated?.({
    runId: request.runId,
    at: began.toISOString(),
    prompt: narration.prompt.id,
    version: narration.prompt.version,
    engine: narration.engine,
    ...(narration.fallback ? { fallback: narration.fallback } : {}),
    refusedTexts,
    costMicros: narration.usage.costMicros,
    latencyMs: desk.clock.now().getTime() - began.getTime(),
  });
  return narration;
}

async function write(desk: Desk, request: NarrationRequest): Promise<{ narration: Narration; refusedTexts: number }> {
  const prompt = desk.prompts.get(request.prompt, request.threadId);
  if (prompt.output.format !== 'text')
    throw new CountersignError('prompt.invalid', `${prompt.id} answers with data, which is no text to tell facts in`, { field: prompt.id });
  const role = desk.roles[prompt.role];
  const block = blockOf(request, prompt.version);
  const messages = prompt.render({
    sheet: block,
    locale: request.locale,
    language: languageName(prompt.languageFor(request.locale)),
    view: request.sheet.view,
  });
  const job: Job = { request, prompt, messages, deadline: deadlineOf(desk, request.limits), spent: [], refusedTexts: 0 };
  const leak = await findLeakInBlock(desk.privacy, request.threadId, block);
  if (leak) {
    await recordEgress(desk, aboutPrompt(job, role), JSON.stringify(messages), { outcome: 'blocked' });
    throw leak;
  }
  if (role.provider === 'narrator') return { narration: await builtIn(desk, job), refusedTexts: 0 };
  const attempt = await askTwice(desk, job, role);
  if ('text' in attempt) return { narration: finished(job, role.provider, role.model, attempt.text), refusedTexts: job.refusedTexts };
  desk.log.warn(
    { runId: request.runId, prompt: prompt.id, provider: role.provider, reason: attempt.fallback },
    'the built-in narrator answers instead of the model',
  );
  return { narration: await builtIn(desk, job, attempt.fallback), refusedTexts: job.refusedTexts };
}

/** A first try, and a second that is told what was wrong with the first. */
async function askTwice(desk: Desk, job: Job, remote: RemoteModel): Promise<Attempt> {
  const { sheet, required, threadId, runId } = job.request;
  let messages = job.messages;
  for (let round = 0; round < 2; round += 1) {
    const answer = await askPrompt(desk, job, remote, messages);
    if ('fallback' in answer) return answer;
    if (answer.isWithheld) return { fallback: 'withheld' };
    const text = answer.text.trim();
    const faithful = checkFaithful(text, sheet, { locale: writtenIn(job), required });
    const failures = [
      ...faithful.failures,
      ...((await tellsNothing(desk, job, faithful)) ? [{ check: 'nothing', what: 'it tells none of its facts' }] : []),
      ...checkOutput(text, job.prompt.output).failures.map((what): Failure => ({ check: 'output', what })),
    ];
    if (failures.length === 0 && !answer.isCutOff) return { text };
    job.refusedTexts += failures.length > 0 ? 1 : 0;
    desk.log.info(
      { runId, prompt: job.prompt.id, round, checks: failures.map((failure) => failure.check) },
      'the model wrote something its facts do not say or its prompt does not ask for',
    );
    const correction = correctionOf(failures, answer.isCutOff);
    // A model may guess a name it was never told; that must not travel back either.
    if (await desk.privacy.findLeak(threadId, correction)) break;
    messages = [...job.messages, { role: 'user', content: correction }];
  }
  return { fallback: 'unfaithful' };
}

/**
 * `Nothing to add.` says nothing wrong, and nothing at all. Where facts are required they are missed by name; elsewhere a text
 * without any is refused if the narrator's own sentences tell some.
 */
async function tellsNothing(desk: Desk, job: Job, { told }: Faithfulness): Promise<boolean> {
  const { request, messages } = job;
  if (told.length > 0 || request.required.length > 0) return false;
  const own = await sentencesOf(desk, messages);
  return own !== undefined && checkFaithful(own, request.sheet, { locale: writtenIn(job), required: [] }).told.length > 0;
}

function correctionOf(failures: readonly Failure[], isCutOff: boolean): string {
  const listed = failures.slice(0, 12).map(({ check, what }) => {
    if (check === 'required') return `- missing: ${what}`;
    return check === 'output' || check === 'nothing' ? `- ${what}` : `- ${check}: ${JSON.stringify(what)} is not in the facts`;
  });
  return [
    'Your last text was refused. Write it again and correct this:',
    ...listed,
    ...(isCutOff ? ['- it was too long and broke off'] : []),
  ].join('\n');
}

/** The narrator's turn. Its input goes on record like a model's. */
async function builtIn(desk: Desk, job: Job, fallback?: Fallback): Promise<Narration> {
  const { request, prompt, messages } = job;
  await recordEgress(desk, aboutPrompt(job, { provider: 'narrator' }), JSON.stringify(messages), { outcome: 'sent', usage: nothing });
  const text = await sentencesOf(desk, messages);
  if (text === undefined) {
    throw new CountersignError('llm.unavailable', `No language model answers and the built-in narrator has no sentences for ${prompt.id}`, {
      retry: 'later',
    });
  }
  const { failures } = checkFaithful(text, request.sheet, { locale: writtenIn(job), required: request.required });
  // Every value in it is a fact, so this is a gap in the prompt's sentences: told, but no reason to stop.
  if (failures.length > 0)
    desk.log.error(
      { runId: request.runId, prompt: prompt.id, checks: failures.map((failure) => failure.check) },
      "the narrator's sentences do not pass the check",
    );
  return finished(job, 'narrator', narratorModel, text, fallback);
}

/** What the narrator writes; undefined where the prompt has no sentences. */
async function sentencesOf({ builtIn: narrator }: Desk, messages: readonly Message[]): Promise<string | undefined> {
  // Straight to the model: `invoke` costs more than the sentences do.
  const { generations } = await narrator._generate(messages.map(asLangChain));
  const [made] = generations;
  return !made || made.message.response_metadata['abstained'] === true ? undefined : made.text;
}

function finished(job: Job, engine: string, model: string, text: string, fallback?: Fallback): Narration {
  const { id, version, hash } = job.prompt;
  const filled = fillAmounts(text, job.request.sheet, writtenIn(job)).normalize('NFC');
  return {
    text: filled,
    // Of the text as it is read: amounts stand in it now.
    told: checkFaithful(filled, job.request.sheet, { locale: writtenIn(job), required: [] }).told,
    engine,
    model,
    prompt: { id, version, hash },
    usage: sumUsage(job.spent),
    ...(fallback ? { fallback } : {}),
  };
}

/** The reader's own locale if the prompt speaks its language, otherwise the language the prompt falls back to. */
function writtenIn({ request, prompt }: Job): string {
  const language = prompt.languageFor(request.locale);
  return request.locale.slice(0, 2).toLowerCase() === language ? request.locale : language;
}
