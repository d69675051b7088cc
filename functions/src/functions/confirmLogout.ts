// confirmLogout: the receipt of a forced logout, with the push's token and no other credential.
import { tokenEndpointOptions } from '../config.ts';
import { endpoint } from '../http/endpoint.ts';
import { requireParameter } from '../http/parameters.ts';
import { confirmLogout as confirm } from '../operations/confirmLogout.ts';
import { services } from '../wiring.ts';

export const confirmLogout = endpoint(tokenEndpointOptions, async (parameters) => ({
  status: 200,
  body: await confirm(services(), requireParameter(parameters, 'token')),
}));
