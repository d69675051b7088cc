import assert from 'node:assert/strict';
import { newId } from '../src/newId.ts';

describe('newId', () => {
  it('is 128 random bits in base64url', () => {
    const ids = Array.from({ length: 100 }, newId);
    for (const one of ids) {
      assert.match(one, /^[A-Za-z0-9_-]{22}$/);
      assert.equal(Buffer.from(one, 'base64url').length, 16);
    }
    assert.equal(new Set(ids).size, 100);
  });
});
