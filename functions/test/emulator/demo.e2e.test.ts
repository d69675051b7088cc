// The story of the README, as `npm run demo` plays it.
import assert from 'node:assert/strict';
import { runScript } from './support/runScript.ts';

describe('npm run demo', () => {
  it('plays every step as promised', async () => {
    const { code, stdout, stderr } = await runScript('../demo/main', []);
    assert.equal(code, 0, `${stdout}${stderr}`.slice(-2000));
    assert.match(stdout, /Every step as promised: \d+ steps, \d+ promises/);
  });
});
