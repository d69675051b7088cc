// The page's service worker: login alerts with buttons that work while the page is closed.
import { handlePushes, type WorkerScope } from '../../clients/js/src/serviceWorker.ts';

const scope = globalThis as unknown as WorkerScope & { location: Location };
const { searchParams } = new URL(scope.location.href);

handlePushes(scope, {
  issuer: scope.location.origin,
  sessionsUrl: searchParams.get('page') ?? '/',
});
