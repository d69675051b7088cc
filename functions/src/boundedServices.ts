// The services with a deadline each, and with one word for every failure that passes (docs/decisions/0026).
import { changeMs, DeadlineError, unavailable, withDeadline } from './deadline.ts';
import { nameOfError, SessionError } from './errors.ts';
import type { Services } from './services.ts';

/** Milliseconds that a call may take. Pushes and places have limits of their own inside these. */
const limits = {
  sessions: changeMs,
  accounts: 3000,
  loginMails: 3000,
  pushes: 6000,
  pushQueue: 2000,
  erasureQueue: 2000,
  locator: 6000,
  onUnalertedLogin: 10_000,
};

/** What takes as long as there is to do, page by page, and no caller waits for it. */
const unbounded = new Set(['eraseRest', 'findAllOf']);

/**
 * The same services, each of whose calls is answered in time. What fails for a passing reason rejects
 * with unavailable, and leaves its cause in the log; anything else passes through.
 */
export function boundedServices(services: Services): Services {
  const { log, onUnalertedLogin } = services;
  const inTime = async <Value>(name: keyof typeof limits, work: Promise<Value>) => {
    try {
      return await withDeadline(limits[name], work);
    } catch (error) {
      if (!isPassing(error)) throw error;
      log.warn('a service is unavailable', { service: name, error: nameOfError(error) });
      throw unavailable(error);
    }
  };
  const bounded = <Name extends keyof typeof limits>(name: Name): Services[Name] =>
    services[name] &&
    new Proxy(services[name], {
      get(target, method: string) {
        const call: unknown = Reflect.get(target, method);
        if (typeof call !== 'function' || unbounded.has(method)) return call;
        return (...parameters: unknown[]) =>
          inTime(name, Promise.resolve(call.apply(target, parameters)));
      },
    });
  return {
    ...services,
    sessions: bounded('sessions'),
    accounts: bounded('accounts'),
    loginMails: bounded('loginMails'),
    pushes: bounded('pushes'),
    pushQueue: bounded('pushQueue'),
    erasureQueue: bounded('erasureQueue'),
    locator: bounded('locator'),
    onUnalertedLogin: (login) => inTime('onUnalertedLogin', onUnalertedLogin(login)),
  };
}

/**
 * gRPC's CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL, UNAVAILABLE and
 * UNAUTHENTICATED: what Firestore's own client tries again.
 */
const passingStatuses: ReadonlySet<unknown> = new Set([1, 2, 4, 8, 10, 13, 14, 16]);

/** What the Admin SDK says of Google's own failures, of quotas, and of the network between. */
const passingCodes =
  /^(app\/(network-error|network-timeout|unable-to-parse-response|invalid-credential)|auth\/(internal-error|quota-exceeded|too-many-requests|invalid-credential)|functions\/(internal-error|unknown-error))$/;

function isPassing(error: unknown): boolean {
  if (error instanceof DeadlineError) return true;
  // Our own refusals have codes of the same kind.
  if (!(error instanceof Error) || error instanceof SessionError) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return passingCodes.test(code);
  return passingStatuses.has(code);
}
