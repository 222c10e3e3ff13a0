import type { EventBatches } from '../../contracts/serving.ts';

const encoder = new TextEncoder();
const keepAlive = encoder.encode(': keep-alive\n\n');
const beat = encoder.encode('\n');

/**
 * Events as they come. A batch is everything that happened since the last look, and becomes one chunk: a token a write would
 * cost more than the tokens do.
 */
export function eventStream(batches: EventBatches, leave: () => void, keepAliveMs: number): ReadableStream<Uint8Array> {
  const reader = batches[Symbol.asyncIterator]();
  let timer: NodeJS.Timeout | undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        timer = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(keepAlive);
        }, keepAliveMs);
        timer.unref();
      },
      async pull(controller) {
        try {
          const { done, value } = await reader.next();
          if (done === true) {
            clearInterval(timer);
            controller.close();
            return;
          }
          let text = '';
          for (const { id, event, data } of value) text += `event: ${event}\ndata: ${data}\nid: ${id}\n\n`;
          controller.enqueue(encoder.encode(text));
        } catch (error) {
          // The connection breaks off, so that the client takes it up again instead of believing in an end.
          clearInterval(timer);
          controller.error(error);
        }
      },
      async cancel() {
        clearInterval(timer);
        leave();
        await reader.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}

/** JSON that is not there yet: line breaks, which mean nothing before JSON, keep the connection open until it is. */
export function laterStream(value: Promise<string>, leave: () => void, everyMs: number): ReadableStream<Uint8Array> {
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const over = (then: () => void): void => {
    clearInterval(timer);
    if (!isOver) then();
    isOver = true;
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      timer = setInterval(() => controller.enqueue(beat), everyMs);
      timer.unref();
      value.then(
        (text) =>
          over(() => {
            controller.enqueue(encoder.encode(text));
            controller.close();
          }),
        (error: unknown) => over(() => controller.error(error)),
      );
    },
    cancel() {
      over(leave);
    },
  });
}
