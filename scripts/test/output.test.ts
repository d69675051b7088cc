import assert from 'node:assert/strict';
import { isReadyLine, toFailure, toShownLine } from '../stack/output.ts';

// Lines as firebase-tools 15.34 writes them.
describe('toShownLine', () => {
  it('shows what a function says, without colours', () => {
    assert.equal(toShownLine('\u001b[90m> \u001b[39m session opened'), '>  session opened');
  });

  it('hides what a function says for debugging only', () => {
    assert.equal(toShownLine('>  {"severity":"DEBUG","message":"verification passed"}'), null);
  });

  it('shows a warning about a function', () => {
    const line = '⚠  functions: Your function timed out after ~60s.';
    assert.equal(toShownLine(line), line);
  });

  it('tells of a reload in two words', () => {
    const line = '✔  functions: Loaded functions definitions from source: a, b.';
    assert.equal(toShownLine(line), 'Functions reloaded.');
  });

  it('hides each call', () => {
    assert.equal(toShownLine('i  functions: Beginning execution of "us-central1-a"'), null);
  });
});

describe('toFailure', () => {
  it('finds the reason why the CLI gave up', () => {
    assert.equal(
      toFailure('Error: Could not start Auth Emulator, port taken.'),
      'Could not start Auth Emulator, port taken.',
    );
  });

  it('finds functions that do not load', () => {
    assert.equal(
      toFailure('⬢  functions: Failed to load function definition from source: Error: x'),
      'Failed to load function definition from source: Error: x',
    );
  });

  it('takes no warning for a failure', () => {
    assert.equal(toFailure('⚠  firestore: Env variable override detected.'), null);
  });
});

describe('isReadyLine', () => {
  it('knows the line that the CLI prints last', () => {
    assert.ok(isReadyLine('│ ✔  All emulators ready! It is now safe to connect your app. │'));
  });
});
