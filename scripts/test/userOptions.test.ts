import assert from 'node:assert/strict';
import { parseUserOptions } from '../user/options.ts';

describe('the words of npm run user', () => {
  for (const sessionId of [`a${'b'.repeat(21)}`, `-${'b'.repeat(21)}`, `--${'b'.repeat(20)}`]) {
    it(`takes ${sessionId} for a session id, wherever options stand`, () => {
      for (const args of [
        ['confirm', 'alice', sessionId, '--json'],
        ['confirm', '--json', 'alice', sessionId],
        ['--json', 'confirm', 'alice', '--', sessionId],
      ]) {
        const options = parseUserOptions(args);
        assert.deepEqual(
          [options.action, options.uid, options.sessionId, options.isJson],
          ['confirm', 'alice', sessionId, true],
        );
      }
    });
  }

  it('refuses what is no option, with how the command is called', () => {
    for (const args of [[], ['list'], ['list', 'alice', '--all'], ['confirm', 'alice', '-x']]) {
      assert.throws(() => parseUserOptions(args), /npm run user -- list/);
    }
  });
});
