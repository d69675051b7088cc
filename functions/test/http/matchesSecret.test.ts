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

  it('is false for every part of a long secret, for more than it, and for one letter changed', () => {
    const secret = 'Zk3vQ8wT1xY6rB0nM5cJ7pL2sD9fG4hAeUiOyKqWzXv';
    assert.equal(matchesSecret(secret, secret), true);
    for (let at = 0; at < secret.length; at += 1) {
      const changed = `${secret.slice(0, at)}_${secret.slice(at + 1)}`;
      const parts = [secret.slice(0, at), secret.slice(at + 1), secret.slice(at, at + 20)];
      for (const shown of [changed, ...parts, secret + secret.slice(0, at + 1)]) {
        assert.equal(matchesSecret(shown, secret), false, shown);
      }
    }
    for (const shown of [secret.toLowerCase(), ` ${secret}`, `${secret}\0`]) {
      assert.equal(matchesSecret(shown, secret), false);
    }
  });

  it('is false for what is no text', () => {
    for (const shown of [undefined, null, 0, true, ['correct horse'], {}]) {
      assert.equal(matchesSecret(shown, 'correct horse'), false);
    }
  });

  it('is false where no secret is configured', () => {
    for (const secret of ['', '\n', '\r\n']) assert.equal(matchesSecret('', secret), false);
  });

  it('knows a secret that was stored with the line break of `echo`', () => {
    for (const end of ['\n', '\r\n']) {
      assert.equal(matchesSecret('correct horse', `correct horse${end}`), true);
      assert.equal(matchesSecret(`correct horse${end}`, 'correct horse'), true);
      assert.equal(matchesSecret('correct hors', `correct horse${end}`), false);
    }
    assert.equal(matchesSecret('correct horse', 'correct\nhorse'), false);
  });
});
