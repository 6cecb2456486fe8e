/**
 * Work that is done in pieces, so that whoever shares the thread does not wait: the page, or the window. It is written as
 * a generator whose every yield is a place to stop, and is the same work when it is done at once.
 */

/** Longest stretch of work before everybody else has a turn, in milliseconds. */
export const PIECE = 8;

/** Does all of it now. */
export function atOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Does it in pieces. `after` runs at the end of each, before anybody else does; `before` at the beginning of the next. */
export async function inPieces<T>(
  steps: Generator<void, T>,
  { after, before }: { after?: () => void; before?: () => void } = {},
): Promise<T> {
  const breath = new Breath();
  try {
    for (;;) {
      const end = performance.now() + PIECE;
      let step = steps.next();
      while (!step.done && performance.now() < end) step = steps.next();
      after?.();
      if (step.done) return step.value;
      await breath.take();
      before?.();
    }
  } finally {
    breath.end();
  }
}

/**
 * A way to let everything run that has been waiting, again and again. Timers would add their own four milliseconds, and
 * what scheduler.yield() puts off goes before what has been waiting longer.
 */
class Breath {
  readonly #channel = new MessageChannel();

  take(): Promise<void> {
    const { port1, port2 } = this.#channel;
    return new Promise((resolve) => {
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    });
  }

  end(): void {
    this.#channel.port1.close();
  }
}
