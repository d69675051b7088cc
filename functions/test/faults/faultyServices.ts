// The services, one of whose calls fails: which call, and how, is the test's choice. Calls are counted
// over all services, so that every place is reached where an operation waits for something.
import type { Services, SessionStore } from '../../src/services.ts';

/**
 * before: the call has had no effect; after: it has. An outage goes on: nothing that is called later
 * has any effect, which is also how the world looks once the process has died there. `commits twice`
 * is a commit whose answer was lost, so that the SDK makes it again.
 */
export const faults = [
  'fails before',
  'fails after',
  'hangs before',
  'hangs after',
  'outage before',
  'outage after',
  'fails for good',
  'commits twice',
] as const;
export type Fault = (typeof faults)[number];

/** What the message of an error may repeat of what was sent. */
export const repeated = 'a push token, repeated';
/** What Google answers while it is away, and where a permission is missing. */
const away = () => Object.assign(new Error(`14 UNAVAILABLE: away, ${repeated}`), { code: 14 });
const forbidden = () =>
  Object.assign(new Error(`7 PERMISSION_DENIED: no, ${repeated}`), { code: 7 });
const never = new Promise<never>(() => {});

export interface FaultyServices {
  services: Services;
  /** Whether so many calls were made. */
  reached(): boolean;
  /** Whether somebody waits for what will never come. */
  isHanging(): boolean;
}

export function faultyServices(real: Services, fault: Fault, at: number): FaultyServices {
  let calls = 0;
  let struck = false;

  async function called(name: string, effect: () => Promise<unknown>): Promise<unknown> {
    calls += 1;
    const isOut = fault.startsWith('outage') && calls > at;
    if (isOut) throw away();
    if (calls !== at) return await effect();
    if (fault === 'commits twice') {
      if (name === 'commit') await effect();
      return await effect();
    }
    struck = true;
    if (fault === 'fails for good') throw forbidden();
    if (fault.endsWith('after')) await effect();
    if (fault.startsWith('hangs')) return await never;
    throw away();
  }

  const faulty = <Service extends object>(service: Service): Service =>
    new Proxy(service, {
      get(target, name: string) {
        const method = target[name as keyof Service];
        if (typeof method !== 'function') return method;
        return (...parameters: unknown[]) =>
          called(name, () => Promise.resolve(method.apply(target, parameters)));
      },
    });

  const { onUnalertedLogin, loginMails } = real;
  return {
    services: {
      ...real,
      sessions: faulty<SessionStore>(real.sessions),
      accounts: faulty(real.accounts),
      pushes: faulty(real.pushes),
      pushQueue: faulty(real.pushQueue),
      locator: faulty(real.locator),
      loginMails: loginMails && faulty(loginMails),
      onUnalertedLogin: async (login) => {
        await called('onUnalertedLogin', () => onUnalertedLogin(login));
      },
    },
    reached: () => calls >= at,
    isHanging: () => struck && fault.startsWith('hangs'),
  };
}
