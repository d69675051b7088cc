// Every command of package.json refuses what it does not take in the same way, before it does anything.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from '../process/paths.ts';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const commands = Object.entries(scripts).flatMap(([name, line]) => {
  const [, file] = / (tools\/\S+\.ts)( --all)?$/.exec(line) ?? [];
  return file ? [{ name, file }] : [];
});

describe('a command that is called wrongly', () => {
  it('is any of them', () => assert.ok(commands.length >= 14));

  for (const { name, file } of commands) {
    it(`ends with the code 64 and a sentence, having done nothing: ${name}`, async () => {
      const child = spawn(process.execPath, [join(root, file), '--frob'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const ended = once(child, 'exit');
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
      assert.deepEqual([await ended, stdout], [[64, null], '']);
      assert.match(stderr, /\S/);
      assert.doesNotMatch(stderr, /^ {4}at /m);
    });
  }
});
