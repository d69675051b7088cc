// sweep: every five minutes, what is still owed, and personal data past its time.
import { onSchedule } from 'firebase-functions/v2/scheduler';
import { backgroundOptions, placeSecrets, sessionKeys } from '../config.ts';
import { sweep as operation } from '../operations/sweep.ts';
import { services } from '../wiring.ts';

export const sweep = onSchedule(
  {
    ...backgroundOptions,
    schedule: 'every 5 minutes',
    memory: '512MiB',
    timeoutSeconds: 240,
    maxInstances: 1,
    secrets: [sessionKeys, ...placeSecrets],
  },
  async () => {
    await operation(services());
  },
);
