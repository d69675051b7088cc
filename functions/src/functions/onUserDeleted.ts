// onUserDeleted: an account that is deleted takes its sessions, and all that is kept of it, along.
import { onUserDeleted as onDeleted } from 'firebase-functions/v2/identity';
import { backgroundOptions, sessionKeys } from '../config.ts';
import { eraseWithAccount } from '../operations/eraseUser.ts';
import { services } from '../wiring.ts';

export const onUserDeleted = onDeleted(
  {
    ...backgroundOptions,
    memory: '256MiB',
    timeoutSeconds: 300,
    retry: true,
    secrets: [sessionKeys],
  },
  async ({ data, tenantId }) => {
    const user = { userId: data.uid, tenantId: tenantId ?? null };
    await eraseWithAccount(services(), user);
  },
);
