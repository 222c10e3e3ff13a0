import { defineAssistant } from 'countersign';
import { conversation } from 'countersign/flow';
import { assistantDesks } from '../../agents/assistant-desks.ts';
import { buildAssistant } from './graph.ts';
import { isErrandWord } from './errands/recognise.ts';
import { isOwnWord } from './understand/concepts.ts';

/** The operations assistant: ask in plain words, act through the gate. */
export const assistant = defineAssistant({
  id: 'assistant',
  version: '1.0.0',
  description: 'Answers about orders, stock, credit, invoices, customers and deals, and takes requests for changes to the gate.',
  agents: assistantDesks,
  isOwnWord: (word, alsoSlips) => isOwnWord(word, alsoSlips) || isErrandWord(word),
  graph: conversation(buildAssistant),
});
