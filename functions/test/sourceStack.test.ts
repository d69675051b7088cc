import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SessionError } from '../src/errors.ts';
import { sourceStack, withSourceStack } from '../src/sourceStack.ts';

/** Column 1 of line 1 comes from line 3 of src/sweep.ts, column 5. */
const map = { version: 3, names: [], sources: ['src/sweep.ts'], mappings: 'AAEI' };

describe('the stack of an error', () => {
  let folder: string;
  let place: (file: string) => string;
  let source: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'source-stack-'));
    const url = pathToFileURL(`${folder}/`).href;
    place = (file) => `${url}${file}.js:1:1`;
    source = `${url}src/sweep.ts:3:5`;
    writeFileSync(join(folder, 'mapped.js.map'), JSON.stringify(map));
    writeFileSync(join(folder, 'broken.js.map'), '{');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function errorAt(file: string, options?: ErrorOptions): Error {
    const error = new Error('full', options);
    error.stack = `Error: full\n    at sweep (${place(file)})\n    at async ${place(file)}`;
    return error;
  }

  it('names the line of the source', () => {
    const stack = sourceStack(errorAt('mapped'));
    assert.equal(stack, `Error: full\n    at sweep (${source})\n    at async ${source}`);
  });

  for (const file of ['unmapped', 'broken']) {
    it(`stays as it is where the source map is missing or unreadable: ${file}`, () => {
      const error = errorAt(file);
      assert.equal(sourceStack(error), error.stack);
    });
  }

  it('is empty where there is none', () => assert.equal(sourceStack({}), ''));

  it('is changed on what work throws, and on its causes', async () => {
    const cause = errorAt('mapped');
    const error = errorAt('mapped', { cause });
    await assert.rejects(withSourceStack(Promise.reject(error)), (thrown) => thrown === error);
    for (const { stack } of [error, cause]) assert.ok(stack?.includes(source), stack);
  });

  it('stays as it is on a refusal, which nobody logs', async () => {
    const refusal = new SessionError('session_required');
    refusal.stack = `at ${place('mapped')}`;
    await assert.rejects(withSourceStack(Promise.reject(refusal)), SessionError);
    assert.equal(refusal.stack, `at ${place('mapped')}`);
  });

  it('is no reason to fail on what is frozen, no error, or its own cause', async () => {
    const circle = errorAt('mapped');
    circle.cause = circle;
    for (const thrown of [Object.freeze(errorAt('mapped')), 'a text', circle]) {
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- what others throw.
      const work = Promise.reject(thrown);
      await assert.rejects(withSourceStack(work), (caught: unknown) => caught === thrown);
    }
  });
});
