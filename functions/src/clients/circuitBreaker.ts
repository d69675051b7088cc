// Keeps a provider that fails or refuses from being asked for a while. Opens at once when told to,
// or after several failures in a row; then a single further failure opens it again.

export interface CircuitBreaker {
  /** While true the provider is not to be asked. */
  isOpen(): boolean;
  /** Opens for this long; never shortens a pause that is already running. */
  openFor(milliseconds: number): void;
  failed(): void;
  succeeded(): void;
}

export function makeCircuitBreaker({
  now,
  failuresAllowed = 4,
  pauseMs = 30_000,
}: {
  now: () => Date;
  /** Failures in a row that are tolerated; the next one opens the breaker for `pauseMs`. */
  failuresAllowed?: number;
  pauseMs?: number;
}): CircuitBreaker {
  let openUntil = 0;
  let failuresInARow = 0;

  function openFor(milliseconds: number): void {
    openUntil = Math.max(openUntil, now().getTime() + milliseconds);
  }

  return {
    isOpen: () => now().getTime() < openUntil,
    openFor,
    failed() {
      failuresInARow += 1;
      if (failuresInARow > failuresAllowed) openFor(pauseMs);
    },
    succeeded() {
      failuresInARow = 0;
    },
  };
}
