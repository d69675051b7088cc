import assert from 'node:assert/strict';
import { matchesSecret } from '../../src/http/matchesSecret.ts';

describe('matchesSecret', () => {
  it('is true for the very secret', () => {
    assert.equal(matchesSecret('correct horse', 'correct horse'), true);
  });

  it('is false for any other text, of the same length or not', () => {
    for (const shown of ['', 'correct hors', 'correct horse ', 'Correct horse', 'x'.repeat(9999)]) {
      assert.equal(matchesSecret(shown, 'correct horse'), false);
    }
  });

  it('is false for what is no text', () => {
    for (const shown of [undefined, null, 0, true, ['correct horse'], {}]) {
      assert.equal(matchesSecret(shown, 'correct horse'), false);
    }
  });

  it('is false where no secret is configured', () => {
    assert.equal(matchesSecret('', ''), false);
  });
});
