import { CountersignError } from '../contracts/errors.ts';
import type { Assessment, AssessmentRequest, Usage } from '../contracts/llm.ts';
import { checkOutput, type Message, type Prompt } from '../prompting/index.ts';
import { aboutPrompt, askPrompt, languageName, type Asking } from './asking.ts';
import { sumUsage } from './budget.ts';
import { findLeakInPayload } from './canary.ts';
import { deadlineOf, modelOf, type Desk } from './desk.ts';
import { recordEgress } from './egress.ts';
import type { RemoteModel } from './providers.ts';

/**
 * A prompt whose answer is data: what its view holds is redacted → rendered → canary check → budget → the exact body on
 * record → call → held against the prompt's own schema → once more with what was wrong. The built-in narrator judges
 * nothing, so where no model plays the role there is no answer. A leak or a record that cannot be kept stops everything.
 */
export async function assess(desk: Desk, request: AssessmentRequest): Promise<Assessment> {
  const prompt = desk.prompts.get(request.prompt, request.threadId);
  if (prompt.output.format !== 'json')
    throw new CountersignError('prompt.invalid', `${prompt.id} answers with a text, which nothing could be read from`, {
      field: prompt.id,
    });
  const role = desk.roles[prompt.role];
  if (role.provider === 'narrator') return { kind: 'unanswered', reason: 'no-model', usage: sumUsage([]) };
  const asking: Asking = { request, prompt, deadline: deadlineOf(desk, request.limits), spent: [] };
  const messages = await rendered(desk, request, prompt);
  const leak = await findLeakInPayload(desk.privacy, request.threadId, { turns: messages, tools: [] });
  if (leak) {
    await recordEgress(desk, aboutPrompt(asking, role), JSON.stringify(messages), { outcome: 'blocked' });
    throw leak;
  }
  return askTwice(desk, asking, role, messages);
}

/** Only what comes from elsewhere is redacted: the prompt's own words are the program's. */
async function rendered(desk: Desk, { threadId, locale, view, signal }: AssessmentRequest, prompt: Prompt): Promise<readonly Message[]> {
  const { tree } = await desk.privacy.redactTree(threadId, view, signal ? { signal } : {});
  return prompt.render({ sheet: {}, locale, language: languageName(prompt.languageFor(locale)), view: tree });
}

async function askTwice(desk: Desk, asking: Asking, remote: RemoteModel, first: readonly Message[]): Promise<Assessment> {
  const { prompt, spent, request } = asking;
  const used = (): Usage => sumUsage(spent);
  let messages = first;
  for (let round = 0; round < 2; round += 1) {
    const answer = await askPrompt(desk, asking, remote, messages);
    if ('fallback' in answer) return { kind: 'unanswered', reason: answer.fallback, usage: used() };
    if (answer.isWithheld) return { kind: 'unanswered', reason: 'withheld', usage: used() };
    const { failures, value } = checkOutput(answer.text, prompt.output);
    if (value !== undefined) {
      const { id, version, hash } = prompt;
      return { kind: 'answered', value, engine: remote.provider, model: modelOf(remote), prompt: { id, version, hash }, usage: used() };
    }
    desk.log.info(
      { runId: request.runId, prompt: prompt.id, round, failures: failures.length },
      'the model answered in another shape than its prompt asks for',
    );
    const correction = [
      'Your last answer was refused. Answer again and correct this:',
      ...failures.slice(0, 12).map((each) => `- ${each}`),
    ];
    messages = [...first, { role: 'user', content: correction.join('\n') }];
  }
  return { kind: 'unanswered', reason: 'invalid', usage: used() };
}
