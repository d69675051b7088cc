import assert from 'node:assert/strict';
import { reportSetup } from '../../src/operations/reportSetup.ts';

async function linesOf(missing: string[], publicJwks: () => Promise<unknown>) {
  const lines: unknown[][] = [];
  const add = (...line: unknown[]) => void lines.push(line);
  const services = { tokens: { publicJwks }, log: { info: add, warn: add, error: add } };
  await reportSetup(services as never, { findMissing: async () => missing });
  return lines;
}

describe('reportSetup', () => {
  it('says that nothing is missing', async () => {
    assert.deepEqual(await linesOf([], async () => ({ keys: [] })), [
      ['Nothing is missing in the project'],
    ]);
  });

  it('names what is missing, keys first, and no key', async () => {
    const keys = () => Promise.reject(new TypeError('{"d":"private"}'));
    assert.deepEqual(await linesOf(['index a (b)'], keys), [
      [
        'Missing in the project',
        { what: 'the secret SESSION_KEYS (TypeError): npx device-sessions keys' },
      ],
      ['Missing in the project', { what: 'index a (b)' }],
    ]);
  });
});
