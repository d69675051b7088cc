// What most pages never need: loaded when it is first wanted.
import type { SessionsClient } from './client.ts';
import type { ClientOptions } from './options.ts';
import { makePushes, type PushesOptions } from './pushes.ts';
import { makeWaitings } from './waiting.ts';

export interface LaterOptions extends Omit<PushesOptions, 'update'> {
  client: SessionsClient;
  options: ClientOptions;
}

export function makeLater(given: LaterOptions) {
  const { context, client, options } = given;
  return {
    ...makePushes({ ...given, update: () => client.update() }),
    ...makeWaitings({ context, client, visibility: options.visibility }),
  };
}
