import assert from 'node:assert/strict';
import { isVersionBelow, isVersionLimit } from '../../../src/domain/session/appVersion.ts';

describe('a version of an app', () => {
  for (const [version, limit, expected] of [
    ['2.2.9', '2.3.0', true],
    ['2.3.0', '2.3.0', false],
    ['2.3', '2.3.0', false],
    ['2', '2.0.1', true],
    ['2.10.0', '2.9.0', false],
    ['10', '9', false],
    ['2.3.0.1', '2.3', false],
    ['2.3', '2.3.0.1', true],
    ['v2.2', '2.3.0', true],
    [' 2.2.0 (145)', '2.3.0', true],
    ['2.3.0+145', '2.3.0', false],
    ['2.3.0-beta.1', '2.3.0', true],
    ['2.3.0-beta.1 (145)', '2.3.0', true],
    ['2.4.0-beta.1', '2.3.0', false],
    ['2.3.0 beta', '2.3.0', false],
    ['2.2.0b1', '2.3.0', null],
    ['1.2.3.4.5', '2.3.0', null],
    ['nightly', '2.3.0', null],
    ['', '2.3.0', null],
    [null, '2.3.0', null],
  ] as const) {
    const found = { true: 'is below', false: 'is not below', null: 'cannot be held against' };
    it(`${JSON.stringify(version)} ${found[`${expected}`]} ${limit}`, () => {
      assert.equal(isVersionBelow(version, limit), expected);
    });
  }

  it('is compared with numbers only', () => {
    for (const text of ['2', '2.3', '2.3.0', '2.3.0.1']) assert.ok(isVersionLimit(text), text);
    for (const text of ['', 'v2', '2.', '2.3.0-beta', '1.2.3.4.5', '2.x', ' 2', '1234567890']) {
      assert.ok(!isVersionLimit(text), text);
    }
  });
});
