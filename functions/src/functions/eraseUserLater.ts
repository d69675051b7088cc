// eraseUserLater: the task queue of deleted accounts, for what a custom token has brought back since.
import { onTaskDispatched } from 'firebase-functions/v2/tasks';
import { backgroundOptions, sessionKeys } from '../config.ts';
import { eraseDeletedUser } from '../operations/eraseUser.ts';
import type { Owner } from '../domain/session/session.ts';
import { services } from '../wiring.ts';

export const eraseUserLater = onTaskDispatched<Owner>(
  {
    ...backgroundOptions,
    memory: '256MiB',
    timeoutSeconds: 300,
    secrets: [sessionKeys],
    retryConfig: { maxAttempts: 10, minBackoffSeconds: 60, maxBackoffSeconds: 3600 },
    rateLimits: { maxConcurrentDispatches: 5 },
  },
  ({ data }) => eraseDeletedUser(services(), data),
);
