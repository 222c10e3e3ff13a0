import type { Sample } from './corpus.ts';

/** What one message of a measurement weighs, about. */
export const messageBytes = 1024;

/** The texts of the data one after the other, cut into messages at the end of the text that fills them. */
export function messagesOf(samples: readonly Sample[]): string[] {
  const messages: string[] = [];
  let message = '';
  for (const { text } of samples) {
    message += message === '' ? text : `\n${text}`;
    if (Buffer.byteLength(message) < messageBytes) continue;
    messages.push(message);
    message = '';
  }
  return messages;
}

export const bytesOf = (messages: readonly string[]): number => messages.reduce((sum, message) => sum + Buffer.byteLength(message), 0);
