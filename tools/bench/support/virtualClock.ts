// A clock that goes on to the next moment at which somebody wakes, as soon as all others sleep: what takes
// time is only what is said to, so a busy machine changes no figure.
export class VirtualClock {
  now = 0;
  #awake = 0;
  readonly #sleepers: { at: number; wake: () => void }[] = [];

  /** Does all of the work side by side; what any of it waits for must be this clock. */
  async run(works: readonly (() => Promise<void>)[]): Promise<void> {
    this.#awake = works.length;
    await Promise.all(
      works.map(async (work) => {
        await work();
        this.#rest();
      }),
    );
  }

  async sleep(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#sleepers.push({ at: this.now + ms, wake: resolve });
    this.#rest();
    await promise;
  }

  #rest(): void {
    this.#awake -= 1;
    if (this.#awake > 0) return;
    this.#sleepers.sort((a, b) => a.at - b.at);
    const next = this.#sleepers.shift();
    if (!next) return;
    this.now = next.at;
    this.#awake = 1;
    next.wake();
  }
}
