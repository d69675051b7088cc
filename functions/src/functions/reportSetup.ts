// reportSetup: runs once after the first deployment of a kit, and logs what the project lacks still. Not
// part of a codebase, for which `npm run deploy:check` tells it before.
import { onTaskDispatched } from 'firebase-functions/v2/tasks';
import { backgroundOptions, sessionKeys } from '../config.ts';
import { reportSetup as report } from '../operations/reportSetup.ts';
import { projectSetup, services } from '../wiring.ts';

export const reportSetup = onTaskDispatched(
  {
    ...backgroundOptions,
    memory: '256MiB',
    secrets: [sessionKeys],
    retryConfig: { maxAttempts: 1 },
  },
  async () => await report(services(), projectSetup),
);
