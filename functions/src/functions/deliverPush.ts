// deliverPush: the task queue of sessions that owe a push which failed for a passing reason.
import { onTaskDispatched } from 'firebase-functions/v2/tasks';
import { backgroundOptions, sessionKeys } from '../config.ts';
import { deliverPush as deliver } from '../operations/deliverPush.ts';
import { services } from '../wiring.ts';

export const deliverPush = onTaskDispatched<Parameters<typeof deliver>[1]>(
  {
    ...backgroundOptions,
    memory: '256MiB',
    secrets: [sessionKeys],
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
