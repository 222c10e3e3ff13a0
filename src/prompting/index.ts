export { comparePrompts } from './compare.ts';
export { loadPrompts, parsePrompt, type Message, type Prompt, type PromptInput, type PromptRegistry } from './load.ts';
export { checkLock, updateLock } from './lock.ts';
export { readLock, type PromptLock } from './lock-file.ts';
export { checkOutput, type PromptOutput } from './output.ts';
export { createShelf, type PromptFolder, type PromptShelf } from './shelf.ts';
export type { Printer } from './render.ts';
