// confirmLogout: the receipt of a forced logout, with the push's token and no other credential.
import { httpsOptions, sessionKeys } from '../config.ts';
import { endpoint } from '../http/endpoint.ts';
import { requireParameter } from '../http/parameters.ts';
import { confirmLogout as confirm } from '../operations/confirmLogout.ts';
import { services } from '../wiring.ts';

export const confirmLogout = endpoint(
  { ...httpsOptions, method: 'POST', anyOrigin: true, secrets: [sessionKeys] },
  async (parameters) => ({
    status: 200,
    body: await confirm(services(), requireParameter(parameters, 'token')),
  }),
);
