/** The first look comes soon, so that a server that is restarted every night looks at all. */
const firstMs = 60_000;

/** Looks every so many hours until stopped; a look that is still under way is not joined by another. */
export function lookEvery(hours: number, look: () => Promise<void>, onTrouble: (thrown: unknown) => void): () => void {
  const everyMs = hours * 3_600_000;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const next = (ms: number): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      void look()
        .catch(onTrouble)
        .finally(() => next(everyMs));
    }, ms);
    timer.unref();
  };
  next(Math.min(firstMs, everyMs));
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
