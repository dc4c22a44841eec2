/**
 * Runs generators side by side, at most `limit` at a time, and gives what they give as it comes. None is asked for more
 * before what it gave was taken, so that no more than one value of each waits.
 */
export async function* merge<T>(
  sources: Iterable<() => AsyncGenerator<T>>,
  limit: number,
): AsyncGenerator<T> {
  const rest = sources[Symbol.iterator]();
  const running = new Map<AsyncGenerator<T>, Promise<[AsyncGenerator<T>, IteratorResult<T>]>>();
  const ask = (one: AsyncGenerator<T>) =>
    running.set(
      one,
      one.next().then((result) => [one, result]),
    );
  const fill = () => {
    while (running.size < limit) {
      const next = rest.next();
      if (next.done) return;
      ask(next.value());
    }
  };
  let last: AsyncGenerator<T> | undefined;
  try {
    for (fill(); running.size > 0; fill()) {
      const [one, { done, value }] = await Promise.race(running.values());
      running.delete(one);
      if (done) continue;
      last = one;
      yield value;
      last = undefined;
      ask(one);
    }
  } finally {
    // Whoever stops taking must not leave calls without anybody to hear of their failure.
    for (const pending of running.values()) pending.catch(() => {});
    await last?.return(undefined);
  }
}
