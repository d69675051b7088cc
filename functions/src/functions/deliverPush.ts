// deliverPush: the task queue of accounts that owe a push which failed for a passing reason.
import { onTaskDispatched } from 'firebase-functions/v2/tasks';
import { backgroundOptions, placeSecrets, sessionKeys } from '../config.ts';
import { deliverPush as deliver } from '../operations/deliverOutbox.ts';
import { services } from '../wiring.ts';

export const deliverPush = onTaskDispatched<Parameters<typeof deliver>[1]>(
  {
    ...backgroundOptions,
    // What an account owes may be the alert of a login, with its place.
    memory: '512MiB',
    timeoutSeconds: 50,
    secrets: [sessionKeys, ...placeSecrets],
    retryConfig: {
      maxAttempts: 5,
      minBackoffSeconds: 60,
      maxBackoffSeconds: 3600,
      maxDoublings: 4,
    },
    rateLimits: { maxConcurrentDispatches: 20 },
  },
  (request) => deliver(services(), request.data),
);
