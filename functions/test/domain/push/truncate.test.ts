import assert from 'node:assert/strict';
import { clipToBytes } from '../../../src/domain/push/truncate.ts';

describe('clipToBytes', () => {
  it('leaves a text alone that just fits', () => {
    assert.equal(clipToBytes('iPhone 15 Pro', 13), 'iPhone 15 Pro');
  });

  it('cuts a longer one and shows that it did', () => {
    assert.equal(clipToBytes('iPhone 15 Pro', 12), 'iPhone 15…');
  });

  it('counts bytes, not characters', () => {
    assert.equal(clipToBytes('新新新新', 10), '新新…');
  });

  it('counts what JSON escapes', () => {
    assert.equal(clipToBytes('""""', 8), '""""');
    assert.equal(clipToBytes('""""', 7), '""…');
  });

  it('does not cut a character that is made of several', () => {
    const family = '👩‍👩‍👧‍👦';
    const bytes = Buffer.byteLength(family);
    assert.equal(clipToBytes(family + family, 2 * bytes - 1), `${family}…`);
    assert.equal(clipToBytes(family, bytes - 1), '…');
  });
});
