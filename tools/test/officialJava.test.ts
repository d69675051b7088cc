import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const java = join(import.meta.dirname, '../stack/bin/java');

/** What the real Java is called with. */
function passedOn(...args: string[]): string[] {
  const env = { ...process.env, DEVICE_SESSIONS_JAVA: '/usr/bin/printf' };
  return execFileSync(java, ['%s\n', ...args], { encoding: 'utf8', env })
    .trimEnd()
    .split('\n');
}

describe("the java that starts Google's emulator", () => {
  it('names the main class after the jar', () => {
    assert.deepEqual(passedOn('-Dx=y', '-jar', '/a folder/emulator.jar', '--host', '127.0.0.1'), [
      ...['-Dx=y', '-cp', '/a folder/emulator.jar'],
      ...['com.google.cloud.datastore.emulator.firestore.CloudFirestore', '--host', '127.0.0.1'],
    ]);
  });

  it('passes on the question for the version', () => {
    assert.deepEqual(passedOn('-Duser.language=en', '-version'), [
      '-Duser.language=en',
      '-version',
    ]);
  });
});
