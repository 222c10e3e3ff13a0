import type { StreamMode, Turn, TurnEvent, TurnRequest, Viewer } from '../../contracts/serving.ts';
import type { Engine } from './engine.ts';
import { Exit } from './exit.ts';
import { followRun } from './follow.ts';
import { createRun } from './runs.ts';

const usual: readonly StreamMode[] = ['messages-tuple', 'updates', 'custom', 'values'];

/** A turn for callers in this process: the same checks and the same queue, without HTTP and without SSE. */
export async function takeTurn(own: Engine, request: TurnRequest, viewer: Viewer): Promise<Turn> {
  const { threadId, signal, ...rest } = request;
  const id = threadId ?? own.parts.uuid();
  const run = await createRun(
    own,
    id,
    { ...rest, streamModes: request.streamModes ?? usual, ifNotExists: request.ifNotExists ?? 'create' },
    viewer.by,
  );
  const live = own.lives.get(run.id);
  if (!live) throw new Error('A run that was just admitted is known');
  const owner = (await own.parts.stores.threads.get(id))?.owner.id ?? viewer.by.id;
  const cancel = (): Promise<void> => own.runner.stop(live, 'interrupt');
  const leave = (): void => void cancel();
  signal?.addEventListener('abort', leave, { once: true });
  if (signal?.aborted === true) leave();
  void live.ended.finally(() => signal?.removeEventListener('abort', leave));
  const exit = new Exit(live.served, id, owner, viewer);
  const result = live.ended.then((ended) => exit.result(ended));
  // Who only looks at the events must not be ended by a result nobody waits for.
  result.catch(() => undefined);
  return {
    threadId: id,
    runId: run.id,
    events: parsed(followRun(own, live, owner, {}, viewer)),
    result,
    cancel,
  };
}

async function* parsed(batches: ReturnType<typeof followRun>): AsyncGenerator<TurnEvent> {
  for await (const batch of batches) {
    for (const { id, event, data } of batch) {
      const [mode = event, ...namespace] = event.split('|');
      yield new Event(id, mode, namespace, data);
    }
  }
}

/** Most callers look at one or two modes; what they pass over is never parsed. */
class Event implements TurnEvent {
  readonly id: string;
  readonly mode: string;
  readonly namespace: readonly string[];
  readonly #text: string;

  constructor(id: string, mode: string, namespace: readonly string[], text: string) {
    this.id = id;
    this.mode = mode;
    this.namespace = namespace;
    this.#text = text;
  }

  get data(): unknown {
    return JSON.parse(this.#text);
  }
}
