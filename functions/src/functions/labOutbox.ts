// labOutbox: the pushes that the emulator keeps in place of sending them, for the device lab. Outside of
// the emulator there is no such function: nothing is exported, so nothing is deployed.
import { httpsOptions, isEmulator } from '../config.ts';
import { endpoint } from '../http/endpoint.ts';
import { readOutbox } from '../wiring.ts';

export const labOutbox = isEmulator()
  ? endpoint({ ...httpsOptions, method: 'POST', anyOrigin: true }, async ({ since }) => {
      const from = new Date(typeof since === 'string' ? since : 0);
      const pushes = await readOutbox(Number.isNaN(from.getTime()) ? new Date(0) : from);
      return { status: 200, body: { pushes } };
    })
  : undefined;
