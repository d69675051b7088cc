import assert from 'node:assert/strict';
import { truncateToBytes } from '../../../src/domain/push/truncate.ts';

describe('truncateToBytes', () => {
  it('leaves a text alone that just fits', () => {
    assert.equal(truncateToBytes('iPhone 15 Pro', 13), 'iPhone 15 Pro');
  });

  it('cuts a longer one and shows that it did', () => {
    assert.equal(truncateToBytes('iPhone 15 Pro', 12), 'iPhone 15…');
  });

  it('counts bytes, not characters', () => {
    assert.equal(truncateToBytes('新新新新', 10), '新新…');
  });

  it('counts what JSON escapes', () => {
    assert.equal(truncateToBytes('""""', 8), '""""');
    assert.equal(truncateToBytes('""""', 7), '""…');
  });

  it('does not cut a character that is made of several', () => {
    const family = '👩‍👩‍👧‍👦';
    const bytes = Buffer.byteLength(family);
    assert.equal(truncateToBytes(family + family, 2 * bytes - 1), `${family}…`);
    assert.equal(truncateToBytes(family, bytes - 1), '…');
  });
});
