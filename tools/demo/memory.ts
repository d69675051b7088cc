// What the iPhone keeps from one run of the demo to the next: its device token, by which it is known.
// On a stack that has forgotten Alice, a token of that earlier stack counts as none.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from '../process/paths.ts';
import type { App } from '../../clients/js/testing/app.ts';
import type { TestUser } from '../../clients/js/testing/users.ts';

const folder = join(cache, 'demo');
const fileOf = ({ userId }: TestUser) => join(folder, `${userId}.token`);

export function readDeviceToken(user: TestUser): string | undefined {
  try {
    return readFileSync(fileOf(user), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function keepDeviceToken(user: TestUser, app: App): Promise<void> {
  const deviceToken = await app.kept('deviceToken');
  if (deviceToken === null) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(user), deviceToken, { mode: 0o600 });
}
