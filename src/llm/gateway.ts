import { CountersignError } from '../contracts/errors.ts';
import type { EgressStore, Gateway, Narration, NarrationRequest, Usage } from '../contracts/llm.ts';
import type { Log } from '../contracts/log.ts';
import type { Privacy } from '../contracts/privacy.ts';
import type { Clock, Ids, Sleep } from '../contracts/time.ts';
import { fillAmounts } from '../privacy/index.ts';
import type { Message, Prompt, PromptRegistry } from '../prompting/index.ts';
import { createPurse, type Budget, type Prices, type Purse } from './budget.ts';
import { findLeakInBlock } from './canary.ts';
import { guardedFetch, recordEgress, settleEgress, type About, type Sending } from './egress.ts';
import { checkFaithful, type Failure } from './faithful.ts';
import { NarratorChatModel } from './narrator.ts';
import { asLangChain, callModel, type Answer, type RemoteModel } from './providers.ts';
import { blockOf } from './sheet-block.ts';

/** Who answers in a role. The built-in narrator needs nothing. */
export type ModelRole = { readonly provider: 'narrator' } | RemoteModel;
export type ModelRoles = Readonly<Record<'planner' | 'narrator' | 'judge', ModelRole>>;

export type GatewayOptions = {
  readonly privacy: Privacy;
  readonly prompts: PromptRegistry;
  readonly egress: EgressStore;
  readonly roles: ModelRoles;
  readonly prices?: Prices;
  readonly budget?: Budget;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly sleep: Sleep;
  /** For one narration with all its attempts, 60 s unless told. */
  readonly deadlineMs?: number;
};

type Desk = GatewayOptions & { readonly purse: Purse; readonly builtIn: NarratorChatModel };
type Job = {
  readonly request: NarrationRequest;
  readonly prompt: Prompt;
  readonly messages: readonly Message[];
  readonly deadline: number;
  readonly spent: Usage[];
};
type Fallback = NonNullable<Narration['fallback']>;
type Attempt = { readonly text: string } | { readonly fallback: Fallback };

const sendings = 3;
const nothing: Usage = { inputTokens: 0, outputTokens: 0, costMicros: 0 };

/**
 * The only way to a language model. A narration goes: facts with slots for amounts → canary check → budget → the exact body
 * on record → call → faithfulness check → once more with what was wrong → else the built-in narrator, which is also what
 * answers when a provider is down or the budget is spent. A leak or a record that cannot be kept stops everything.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const desk: Desk = {
    ...options,
    purse: createPurse({ egress: options.egress, clock: options.clock, prices: options.prices ?? {}, budget: options.budget ?? {} }),
    builtIn: new NarratorChatModel({ prompts: options.prompts }),
  };
  return { narrate: (request) => narrate(desk, request) };
}

async function narrate(desk: Desk, request: NarrationRequest): Promise<Narration> {
  const prompt = desk.prompts.get(request.prompt);
  const role = desk.roles[prompt.role];
  const block = blockOf(request);
  const messages = prompt.render({
    sheet: block,
    locale: request.locale,
    language: languageName(prompt.languageFor(request.locale)),
    view: request.sheet.view,
  });
  const job: Job = { request, prompt, messages, deadline: desk.clock.now().getTime() + (desk.deadlineMs ?? 60_000), spent: [] };
  const leak = await findLeakInBlock(desk.privacy, request.threadId, block);
  if (leak) {
    await recordEgress(desk, aboutOf(job, role), JSON.stringify(messages), { outcome: 'blocked' });
    throw leak;
  }
  if (role.provider === 'narrator') return builtIn(desk, job);
  const attempt = await askTwice(desk, job, role);
  if ('text' in attempt) return finished(job, role.provider, role.model, attempt.text);
  desk.log.warn(
    { runId: request.runId, prompt: prompt.id, provider: role.provider, reason: attempt.fallback },
    'the built-in narrator answers instead of the model',
  );
  return builtIn(desk, job, attempt.fallback);
}

/** A first try, and a second that is told what was wrong with the first. */
async function askTwice(desk: Desk, job: Job, remote: RemoteModel): Promise<Attempt> {
  const { sheet, required, threadId, runId } = job.request;
  let messages = job.messages;
  for (let round = 0; round < 2; round += 1) {
    const answer = await ask(desk, job, remote, messages);
    if ('fallback' in answer) return answer;
    const text = answer.text.trim();
    const { failures } = checkFaithful(text, sheet, { locale: writtenIn(job), required });
    if (failures.length === 0 && !answer.isCutOff) return { text };
    desk.log.info(
      { runId, prompt: job.prompt.id, round, checks: failures.map((failure) => failure.check) },
      'the model wrote something its facts do not say',
    );
    const correction = correctionOf(failures, answer.isCutOff);
    // A model may guess a name it was never told; that must not travel back either.
    if (await desk.privacy.findLeak(threadId, correction)) break;
    messages = [...job.messages, { role: 'user', content: correction }];
  }
  return { fallback: 'unfaithful' };
}

function correctionOf(failures: readonly Failure[], isCutOff: boolean): string {
  const listed = failures
    .slice(0, 12)
    .map(({ check, what }) => (check === 'required' ? `- missing: ${what}` : `- ${check}: ${JSON.stringify(what)} is not in the facts`));
  return [
    'Your last text was refused. Write it again and correct this:',
    ...listed,
    ...(isCutOff ? ['- it was too long and broke off'] : []),
  ].join('\n');
}

/** One answer, with as many sendings as its failures allow: 429 and 5xx are tried again, everything else is not. */
async function ask(desk: Desk, job: Job, remote: RemoteModel, messages: readonly Message[]): Promise<Answer | { fallback: Fallback }> {
  const { request, prompt } = job;
  // A token is at least two bytes of the text that counts here; better too many than too few.
  const estimate = Math.ceil(messages.reduce((bytes, { content }) => bytes + Buffer.byteLength(content), 0) / 2);
  for (let sent = 1; ; sent += 1) {
    const aside = await desk.purse.reserve(request, remote.provider, remote.model, estimate, prompt.maxTokens);
    if (!aside) return { fallback: 'budget' };
    const sending: Sending = {};
    try {
      return await send(desk, job, remote, messages, sending);
    } catch (error) {
      if (sending.refused) throw sending.refused;
      if (request.signal?.aborted) throw error;
      const waitMs = sending.retryAfterMs ?? 250 * 2 ** sent;
      const left = job.deadline - desk.clock.now().getTime();
      const canRetry =
        sending.status !== undefined && (sending.status === 429 || sending.status >= 500) && sent < sendings && waitMs < left;
      desk.log.warn(
        { runId: request.runId, provider: remote.provider, status: sending.status, sent, canRetry },
        'the model could not be reached',
      );
      if (!canRetry) return { fallback: 'unavailable' };
      aside.release();
      await desk.sleep(waitMs, request.signal);
    } finally {
      aside.release();
    }
  }
}

async function send(desk: Desk, job: Job, remote: RemoteModel, messages: readonly Message[], sending: Sending): Promise<Answer> {
  const left = Math.max(1, job.deadline - desk.clock.now().getTime());
  const timeout = AbortSignal.timeout(Math.min(remote.timeoutMs ?? 30_000, left));
  const signal = job.request.signal ? AbortSignal.any([job.request.signal, timeout]) : timeout;
  const fetch = guardedFetch(desk, aboutOf(job, remote), messages, signal, sending);
  let usage: Usage | undefined;
  try {
    const answer = await callModel(remote, {
      messages,
      maxTokens: job.prompt.maxTokens,
      temperature: job.prompt.temperature,
      fetch,
      signal,
    });
    signal.throwIfAborted();
    usage = desk.purse.usage(remote.provider, remote.model, answer.inputTokens, answer.outputTokens);
    job.spent.push(usage);
    return answer;
  } finally {
    await settleEgress(desk, sending, usage);
  }
}

/** The narrator's turn. Its input goes on record like a model's. */
async function builtIn(desk: Desk, job: Job, fallback?: Fallback): Promise<Narration> {
  const { request, prompt, messages } = job;
  await recordEgress(desk, aboutOf(job, { provider: 'narrator' }), JSON.stringify(messages), { outcome: 'sent', usage: nothing });
  // Straight to the model: `invoke` costs more than the sentences do.
  const { generations } = await desk.builtIn._generate(messages.map(asLangChain));
  const message = generations[0]?.message;
  if (!message || message.response_metadata['abstained'] === true) {
    throw new CountersignError('llm.unavailable', `No language model answers and the built-in narrator has no sentences for ${prompt.id}`, {
      retry: 'later',
    });
  }
  const text = generations[0]?.text ?? '';
  const { failures } = checkFaithful(text, request.sheet, { locale: writtenIn(job), required: request.required });
  // Every value in it is a fact, so this is a gap in the prompt's sentences: told, but no reason to stop.
  if (failures.length > 0)
    desk.log.error(
      { runId: request.runId, prompt: prompt.id, checks: failures.map((failure) => failure.check) },
      "the narrator's sentences do not pass the check",
    );
  return finished(job, 'narrator', 'countersign-narrator', text, fallback);
}

function finished(job: Job, engine: string, model: string, text: string, fallback?: Fallback): Narration {
  const { id, version, hash } = job.prompt;
  const usage = job.spent.reduce(
    (total, each) => ({
      inputTokens: total.inputTokens + each.inputTokens,
      outputTokens: total.outputTokens + each.outputTokens,
      costMicros: total.costMicros + each.costMicros,
    }),
    nothing,
  );
  return {
    text: fillAmounts(text, job.request.sheet, writtenIn(job)),
    engine,
    model,
    prompt: { id, version, hash },
    usage,
    ...(fallback ? { fallback } : {}),
  };
}

function aboutOf({ request, prompt }: Job, role: ModelRole): About {
  return { request, prompt, provider: role.provider, model: role.provider === 'narrator' ? 'countersign-narrator' : role.model };
}

/** The reader's own locale if the prompt speaks its language, otherwise the language the prompt falls back to. */
function writtenIn({ request, prompt }: Job): string {
  const language = prompt.languageFor(request.locale);
  return request.locale.slice(0, 2).toLowerCase() === language ? request.locale : language;
}

function languageName(language: string): string {
  return { en: 'English', de: 'German, formal address', fr: 'French, formal address', es: 'Spanish, formal address' }[language] ?? language;
}
