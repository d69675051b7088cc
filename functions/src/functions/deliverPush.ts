// deliverPush: the task queue of pushes that failed for a passing reason, or must not be lost.
import { onTaskDispatched } from 'firebase-functions/v2/tasks';
import { backgroundOptions, sessionKeys } from '../config.ts';
import type { PushMessage } from '../domain/push/pushMessage.ts';
import type { ReuseTask } from '../domain/refresh/reuse.ts';
import { deliverPush as deliver } from '../operations/deliverPush.ts';
import { services } from '../wiring.ts';

export const deliverPush = onTaskDispatched<PushMessage | ReuseTask>(
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
