// labStartOver: erases what is kept of the device lab's people of one browser, so that its stories begin
// anew. Outside of the emulator there is no such function: nothing is exported, so nothing is deployed.
import { isEmulator, tokenEndpointOptions } from '../config.ts';
import { SessionError } from '../errors.ts';
import { endpoint } from '../http/endpoint.ts';
import { eraseUser } from '../operations/eraseUser.ts';
import { services } from '../wiring.ts';

/** The lab gives its people uids of this form, with a UUID that only their browser knows. */
const labId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const people = ['alice', 'bob'];

export const labStartOver = isEmulator()
  ? endpoint(tokenEndpointOptions, async ({ lab }) => {
      if (typeof lab !== 'string' || !labId.test(lab)) {
        throw new SessionError('invalid_input', { field: 'lab' });
      }
      for (const name of people) {
        await eraseUser(services(), { userId: `lab-${lab}-${name}`, tenantId: null });
      }
      return { status: 200, body: {} };
    })
  : undefined;
