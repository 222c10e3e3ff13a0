import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import type { FactSheet } from '../../../src/contracts/llm.ts';
import { blockOf } from '../../../src/llm/sheet-block.ts';
import { NarratorChatModel } from '../../../src/llm/narrator.ts';
import { loadPrompts } from '../../../src/prompting/index.ts';

export const prompts = loadPrompts('prompts');
const narrator = new NarratorChatModel({ prompts });

/** The messages a model gets for a sheet. */
export function messagesFor(prompt: string, locale: string, sheet: FactSheet) {
  const request = { runId: 'run_1', threadId: 't', agent: 'a', prompt, locale, sheet, required: [] };
  const rendered = prompts
    .get(prompt)
    .render({ sheet: blockOf(request, prompts.get(prompt).version), locale, language: locale, view: sheet.view });
  return rendered.map(({ role, content }) => (role === 'system' ? new SystemMessage(content) : new HumanMessage(content)));
}

export async function narrate(prompt: string, locale: string, sheet: FactSheet): Promise<string> {
  return (await narrator._generate(messagesFor(prompt, locale, sheet))).generations[0]?.text ?? '';
}
