// Services of a process that dies at a call: from then on nothing that it does takes effect.
import type { TestServices } from './services.ts';

/** Death before the call reaches the service, or after it took effect and before it was answered. */
export type Death = 'before' | 'after';

/**
 * The same services, for a process that dies at its `at`-th call of any of them. `died` tells whether it
 * came to that: where it did not, no later call is left to die at.
 */
export function dyingAt(
  services: TestServices,
  at: number,
  death: Death,
): { services: TestServices; died: () => boolean } {
  let calls = 0;
  let dead = false;
  const die = () => {
    dead = true;
    throw new Error('the process was killed');
  };
  const mortal = <Service extends object>(service: Service): Service =>
    new Proxy(service, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...parameters: unknown[]) => {
          if (dead) die();
          const call = (calls += 1);
          if (call === at && death === 'before') die();
          const answer: unknown = await Reflect.apply(method, target, parameters);
          if (call === at || dead) die();
          return answer;
        };
      },
    });
  const { sessions, pushes, pushQueue, locator, accounts, tokens, loginMails } = services;
  return {
    services: {
      ...services,
      sessions: mortal(sessions),
      pushes: mortal(pushes),
      pushQueue: mortal(pushQueue),
      locator: mortal(locator),
      accounts: mortal(accounts),
      tokens: mortal(tokens),
      loginMails: loginMails && mortal(loginMails),
    },
    died: () => dead,
  };
}
