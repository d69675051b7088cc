import assert from 'node:assert/strict';
import { fillText } from '../../../src/domain/texts/fillText.ts';

describe('fillText', () => {
  it('puts each value where its name stands', () => {
    assert.equal(fillText('{count} × {name}, {count}', { count: 2, name: 'x' }), '2 × x, 2');
  });

  it('does not look into the values', () => {
    const values = { a: '{b} $& $1 $$', b: 'B' };
    assert.equal(fillText('{a} {b}', values), '{b} $& $1 $$ B');
  });

  it('refuses a text that names what it is not given', () => {
    assert.throws(() => fillText('{toString}', {}), TypeError);
  });
});
