// labPhotos: what a team holds for confirmed sessions, for the device lab. Outside of the emulator there is no such
// function: nothing is exported, so nothing is deployed.
import { isEmulator } from '../config.ts';
import { onSessionCall } from '../guard.ts';

export const labPhotos = isEmulator()
  ? onSessionCall({ confirmed: true }, () => ({ photos: ['The sea', 'The cat'] }))
  : undefined;
