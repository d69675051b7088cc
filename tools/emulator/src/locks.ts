// Who may go on: owners (transactions, and single commits for the moment that they take) hold claims until
// they release them; whoever asks for a claim that conflicts with another owner's waits in line. Two owners
// that wait for each other are found at once and the younger is aborted; nobody waits longer than the limit.
import { status } from '@grpc/grpc-js';
import type { Claim } from './claims.ts';
import { RpcError } from './rpcError.ts';

export interface Owner {
  /** The order of first beginning, kept through retries: the younger of two is the larger. */
  age: number;
}

export interface Locks {
  /**
   * Resolves once the owner holds all these claims; takes none of them before.
   * @throws {RpcError} ABORTED when the owner was chosen to end a deadlock, or has waited too long.
   */
  acquire(owner: Owner, claims: Claim[]): Promise<void>;
  /** Gives back all claims of the owner, and lets those go on who waited for them. */
  release(owner: Owner): void;
  /** Gives back all claims of the owner and refuses, with ABORTED, what it still waits for. */
  abort(owner: Owner, reason: string): void;
}

interface Waiter {
  owner: Owner;
  claims: Claim[];
  grant(): void;
  refuse(reason: string): void;
}

/**
 * @param conflict whether two claims can not be held at once
 * @param onAbort told of every owner that is aborted
 */
export function createLocks(
  conflict: (a: Claim, b: Claim) => boolean,
  onAbort: (owner: Owner) => void,
  waitMillis = 70_000,
): Locks {
  const held = new Map<Owner, Claim[]>();
  let waiting: Waiter[] = [];

  const clash = (a: Claim[], b: Claim[]): boolean =>
    a.some((one) => b.some((two) => conflict(one, two)));

  /** The owners that have to go first. Only who holds nothing yet keeps to the line: no deadlock by order. */
  function blockersOf(owner: Owner, claims: Claim[], ahead: Waiter[]): Owner[] {
    const blockers: Owner[] = [];
    for (const [other, theirs] of held) {
      if (other !== owner && clash(claims, theirs)) blockers.push(other);
    }
    if (!held.has(owner)) {
      for (const other of ahead) {
        if (other.owner !== owner && clash(claims, other.claims)) blockers.push(other.owner);
      }
    }
    return blockers;
  }

  function hold(owner: Owner, claims: Claim[]): void {
    held.set(owner, [...(held.get(owner) ?? []), ...claims]);
  }

  function grantWaiting(): void {
    const still: Waiter[] = [];
    for (const waiter of waiting) {
      if (blockersOf(waiter.owner, waiter.claims, still).length > 0) {
        still.push(waiter);
      } else {
        hold(waiter.owner, waiter.claims);
        waiter.grant();
      }
    }
    waiting = still;
  }

  function abort(owner: Owner, reason: string): void {
    const refused = waiting.filter((waiter) => waiter.owner === owner);
    waiting = waiting.filter((waiter) => waiter.owner !== owner);
    held.delete(owner);
    onAbort(owner);
    for (const waiter of refused) waiter.refuse(reason);
    grantWaiting();
  }

  /** The owners of a circle of waiting that `start` is part of. */
  function findCircle(start: Owner): Owner[] | undefined {
    const seen = new Set<Owner>();
    const search = (owner: Owner, trail: Owner[]): Owner[] | undefined => {
      for (const [index, waiter] of waiting.entries()) {
        if (waiter.owner !== owner) continue;
        for (const next of blockersOf(owner, waiter.claims, waiting.slice(0, index))) {
          if (next === start) return trail;
          if (seen.has(next)) continue;
          seen.add(next);
          const circle = search(next, [...trail, next]);
          if (circle) return circle;
        }
      }
      return undefined;
    };
    return search(start, [start]);
  }

  function breakCircles(start: Owner): void {
    for (let circle = findCircle(start); circle; circle = findCircle(start)) {
      const victim = circle.reduce((young, owner) => (owner.age > young.age ? owner : young));
      abort(victim, 'Two transactions waited for each other; please retry.');
    }
  }

  return {
    acquire(owner, claims) {
      if (blockersOf(owner, claims, waiting).length === 0) {
        hold(owner, claims);
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => abort(owner, 'Transaction lock timeout.'), waitMillis);
        // What waits here keeps no process alive.
        timer.unref();
        const refuse = (reason: string): void => {
          clearTimeout(timer);
          reject(new RpcError(status.ABORTED, reason));
        };
        const grant = (): void => {
          clearTimeout(timer);
          resolve();
        };
        waiting.push({ owner, claims, grant, refuse });
        breakCircles(owner);
      });
    },
    release(owner) {
      if (held.delete(owner)) grantWaiting();
    },
    abort,
  };
}
