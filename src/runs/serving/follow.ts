import { CountersignError } from '../../contracts/errors.ts';
import type { EventBatches, FollowOptions, ServingEvent, StreamMode, Viewer } from '../../contracts/serving.ts';
import { Exit } from './exit.ts';
import type { LoggedEvent } from './event-log.ts';
import type { Live, Lives } from './live.ts';
import { limitsOf, type ServingParts } from './parts.ts';
import type { Runner } from './runner.ts';

export type FollowParts = { readonly parts: ServingParts; readonly lives: Lives; readonly runner: Runner };

/** How many connections somebody holds open. */
const open = new WeakMap<Lives, Map<string, number>>();

/** The events of one run for one viewer, from the place the viewer had reached. */
export function followRun(own: FollowParts, live: Live | undefined, ownerId: string, options: FollowOptions, viewer: Viewer): EventBatches {
  refuseTooMany(own, viewer.by.id);
  if (!live) return nothing();
  const from = startIn(live, options.after);
  live.log.refuseGone(from);
  return counted(own, viewer.by.id, events(own, live, from, new Exit(live.served, live.row.threadId, ownerId, viewer), options));
}

/** The events of whatever runs on a thread, one run after the other, until the viewer leaves. */
export function followThread(own: FollowParts, threadId: string, ownerId: string, options: FollowOptions, viewer: Viewer): EventBatches {
  refuseTooMany(own, viewer.by.id);
  const queue: { live: Live; from: number }[] = [];
  const known = own.lives.on(threadId);
  const reached = known.findIndex((live) => options.after?.startsWith(`${live.epoch}-`) === true);
  for (const [position, live] of known.entries()) {
    if (position < reached || (reached < 0 && live.result !== undefined)) continue;
    queue.push({ live, from: position === reached ? startIn(live, options.after) : reached < 0 ? live.log.end : 0 });
  }
  return counted(own, viewer.by.id, ofThread(own, threadId, queue, ownerId, options, viewer));
}

async function* ofThread(
  own: FollowParts,
  threadId: string,
  queue: { live: Live; from: number }[],
  ownerId: string,
  options: FollowOptions,
  viewer: Viewer,
): AsyncGenerator<readonly ServingEvent[]> {
  let wake = (): void => undefined;
  const unwatch = own.lives.watch(threadId, (live) => {
    queue.push({ live, from: 0 });
    wake();
  });
  const leave = (): void => wake();
  options.signal?.addEventListener('abort', leave, { once: true });
  try {
    while (options.signal?.aborted !== true && !own.runner.isStopping) {
      const next = queue.shift();
      if (next)
        yield* events(own, next.live, next.from, new Exit(next.live.served, threadId, ownerId, viewer), {
          ...options,
          cancelOnLeave: false,
        });
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    unwatch();
    options.signal?.removeEventListener('abort', leave);
  }
}

async function* events(
  own: FollowParts,
  live: Live,
  from: number,
  exit: Exit,
  options: FollowOptions,
): AsyncGenerator<readonly ServingEvent[]> {
  let isDone = false;
  try {
    for await (const batch of live.log.read(from, options.signal)) {
      const shown: ServingEvent[] = [];
      for (const [offset, event] of batch.events.entries()) {
        if (!wants(options.modes, event)) continue;
        const text = exit.event(event);
        shown.push({
          id: `${live.epoch}-${batch.from + offset}`,
          event: event.event,
          data: typeof text === 'string' ? text : await text,
        });
      }
      if (shown.length > 0) yield shown;
    }
    isDone = options.signal?.aborted !== true;
  } finally {
    // Somebody who said so takes the run along when the connection breaks.
    if (!isDone && options.cancelOnLeave === true) void own.runner.stop(live, 'interrupt');
  }
}

function wants(modes: readonly StreamMode[] | undefined, event: LoggedEvent): boolean {
  return modes === undefined || modes.length === 0 || event.mode === 'metadata' || event.mode === 'error' || modes.includes(event.mode);
}

/** An id of another process, or none of ours, starts at the beginning: better twice than lost. */
function startIn(live: Live, after: string | undefined): number {
  const [epoch, position] = after?.split('-', 2) ?? [];
  if (epoch !== live.epoch || position === undefined || !/^\d{1,9}$/.test(position)) return 0;
  return Math.min(Number(position) + 1, live.log.end);
}

function refuseTooMany(own: FollowParts, id: string): void {
  const limit = limitsOf(own.parts).streamsPerPrincipal;
  if ((open.get(own.lives)?.get(id) ?? 0) >= limit)
    throw new CountersignError('run.limit', `At most ${limit} streams may be open at once`, { retry: 'later' });
}

async function* counted(own: FollowParts, id: string, batches: EventBatches): AsyncGenerator<readonly ServingEvent[]> {
  const counts = open.get(own.lives) ?? new Map<string, number>();
  open.set(own.lives, counts);
  counts.set(id, (counts.get(id) ?? 0) + 1);
  try {
    yield* batches;
  } finally {
    const left = (counts.get(id) ?? 1) - 1;
    if (left > 0) counts.set(id, left);
    else counts.delete(id);
  }
}

async function* nothing(): AsyncGenerator<readonly ServingEvent[]> {
  // A run that ended long ago has no events any more; its state is with the thread.
}
