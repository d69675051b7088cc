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

  it('begins with a letter or a digit', () => {
    // One of 32 would not, by itself.
    for (const one of Array.from({ length: 2000 }, newId)) assert.match(one, /^[A-Za-z0-9]/);
  });
});
