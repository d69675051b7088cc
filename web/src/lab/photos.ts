// What the apps of the lab hold for confirmed sessions: their users' photos.
import type { SessionsClient, Transports, Waiting } from '../../../clients/js/src/index.ts';
import type { Fact } from './facts.ts';
import type { DeviceState } from './keptState.ts';

export interface Photos {
  /** Opens them; where this device is not confirmed, as soon as it is. */
  openPhotos(): Promise<void>;
}

interface Owner {
  client: SessionsClient;
  transports: Transports;
  state: Pick<DeviceState, 'hasPhotos'>;
  tell(line: string | null, ...facts: Fact[]): void;
  act(button: string, work: () => Promise<unknown>): Promise<void>;
  /** What is waited for is shown. */
  wait(waiting: Waiting | null): void;
}

export function makePhotos({ client, transports, state, tell, act, wait }: Owner): Photos {
  async function open(): Promise<void> {
    try {
      await transports.call('labPhotos', {});
      state.hasPhotos = true;
      tell('photos opened', 'photos');
    } catch (error) {
      const waiting = await client.waitForConfirmation(error);
      if (!waiting) throw error;
      wait(waiting);
      tell('photos held: not confirmed yet', 'held');
      void waiting.done.then((isConfirmed) => {
        wait(null);
        if (isConfirmed) void act('photos', open);
      });
    }
  }
  return { openPhotos: () => act('photos', open) };
}
