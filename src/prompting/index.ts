export { loadPrompts, parsePrompt, type Message, type Prompt, type PromptInput, type PromptRegistry } from './load.ts';
export { checkLock, readLock, updateLock, type PromptLock } from './lock.ts';
export type { Printer } from './render.ts';
