// What most pages never need: loaded when it is first wanted.
import type { SessionsClient } from './sessionsClient.ts';
import type { ClientOptions } from './options.ts';
import { makeKeepAlive, type EndsSoon } from './keepAlive.ts';
import { makePushes, type PushesOptions } from './pushes.ts';
import { makeWaitings } from './waiting.ts';

export interface LaterOptions extends Omit<PushesOptions, 'update'> {
  client: SessionsClient;
  options: ClientOptions;
  onLeft(listener: () => void): () => void;
  tell(soon: EndsSoon | null): void;
}

export function makeLater(given: LaterOptions) {
  const { visibility } = given.options;
  return {
    ...makePushes({ ...given, update: () => given.client.update() }),
    ...makeWaitings({ ...given, visibility }),
    ...makeKeepAlive({ ...given, visibility }),
  };
}
