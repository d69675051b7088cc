import assert from 'node:assert/strict';
import { parseUserOptions } from '../user/options.ts';

describe('the words of npm run user', () => {
  it('may stand in any order with the options', () => {
    for (const args of [
      ['confirm', 'alice', 'a-session', '--json'],
      ['confirm', '--json', 'alice', 'a-session'],
      ['--json', 'confirm', 'alice', '--', 'a-session'],
    ]) {
      const options = parseUserOptions(args);
      assert.deepEqual(
        [options.action, options.user, options.sessionId, options.isJson],
        ['confirm', 'alice', 'a-session', true],
      );
    }
  });

  it('refuses what is no option, with how the command is called', () => {
    for (const args of [[], ['list'], ['list', 'alice', '--all'], ['confirm', 'alice', '-x']]) {
      assert.throws(() => parseUserOptions(args), /npm run user -- list/);
    }
  });
});
