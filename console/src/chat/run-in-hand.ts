const key = (thread: string): string => `countersign:run:${thread}`;

/** Which run of a thread this tab is reading, so that a reload can join it again. An id and nothing else. */
export const runInHand = {
  get: (thread: string): string | undefined => sessionStorage.getItem(key(thread)) ?? undefined,
  set: (thread: string, run: string): void => sessionStorage.setItem(key(thread), run),
  drop: (thread: string): void => sessionStorage.removeItem(key(thread)),
};

/** `/threads/T/runs/R` → `R`. */
export const runIn = (path: string | null): string | undefined => /\/runs\/([^/?]+)/.exec(path ?? '')?.[1];

export const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new DOMException('stopped', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
