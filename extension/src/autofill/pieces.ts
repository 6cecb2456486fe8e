/** Work that is done in pieces, so that whoever shares the thread does not wait: the page, or the window. */

/**
 * A way to let everything run that has been waiting, again and again. Timers would add their own four milliseconds, and
 * what scheduler.yield() puts off goes before what has been waiting longer.
 */
export class Breath {
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
