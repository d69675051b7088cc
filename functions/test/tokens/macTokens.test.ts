import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { SessionError } from '../../src/errors.ts';
import { hashDevice, macTokens } from '../../src/tokens/macTokens.ts';
import type { SessionKeys } from '../../src/tokens/sessionKeys.ts';
import { dropped, first, foreign, rotated } from './keySets.ts';

type MacTokens = ReturnType<typeof macTokens>;

const now = new Date('2026-11-23T12:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const sessionId = 'S-_'.padEnd(22, 's');
const nonce = 'N-_'.padEnd(22, 'n');
const accountId = 'A-_'.padEnd(43, 'a');

/** Each kind with what its token holds: as it is given, as it stands in the token, and that of another. */
const kinds = {
  refresh: {
    issue: (tokens: MacTokens, parts: object) => tokens.issueRefreshToken(parts as never),
    read: (tokens: MacTokens, token: unknown) => tokens.parseRefreshToken(token),
    holds: { accountId, sessionId, nonce },
    text: `${accountId}.${sessionId}.${nonce}`,
    others: { accountId: 'B'.repeat(43), sessionId: 'T'.repeat(22), nonce: 'M'.repeat(22) },
    prefix: '',
  },
  device: {
    issue: (tokens: MacTokens, parts: object) => tokens.issueDeviceToken(Object.values(parts)[0]),
    read: async (tokens: MacTokens, token: unknown) => {
      const installation = await tokens.parseDeviceToken(token);
      return installation === null ? null : { installation };
    },
    holds: { installation: sessionId },
    text: sessionId,
    others: { installation: 'T'.repeat(22) },
    prefix: '',
  },
  receipt: {
    issue: (tokens: MacTokens, parts: object) => tokens.issueReceiptToken(parts as never),
    read: async (tokens: MacTokens, token: unknown, at = now) => {
      try {
        return await tokens.verifyReceiptToken(token, at);
      } catch (error) {
        assert(error instanceof SessionError && error.reason === 'token_invalid');
        return null;
      }
    },
    holds: { sessionId, expiresAt: later(3600) },
    text: `${sessionId}.${later(3600).getTime() / 1000}`,
    others: { sessionId: 'T'.repeat(22), expiresAt: later(3601) },
    prefix: 'logout-receipt.',
  },
};

const of = (keys: SessionKeys) => macTokens(() => Promise.resolve(keys));
const macUnder = ({ mac: [key] }: SessionKeys, text: string) =>
  createHmac('sha256', key.export()).update(text).digest('base64url');

for (const [name, { issue, read, holds, text, others, prefix }] of Object.entries(kinds)) {
  describe(`a ${name} token`, () => {
    let token: string;
    before(async () => void (token = await issue(of(first), holds)));
    const isNothing = async (odd: unknown) => assert.equal(await read(of(first), odd), null);

    it('is what it holds, and the HMAC-SHA256 over that under the first oct key', async () => {
      const mac = macUnder(rotated, prefix + text);
      assert.equal(await issue(of(rotated), holds), `${text}.${mac}`);
    });

    it('is read as what it was made of', async () => {
      assert.deepEqual(await read(of(first), token), holds);
    });

    it('is read by every key of a rotated set, and not when its key is dropped', async () => {
      assert.deepEqual(await read(of(rotated), token), holds);
      assert.equal(await read(of(dropped), token), null);
      const young = await issue(of(rotated), holds);
      assert.deepEqual(await read(of(dropped), young), holds);
      await isNothing(young);
    });

    it('is nothing where another server made it', async () => {
      await isNothing(await issue(of(foreign), holds));
    });

    it('is nothing where any character of it is another, left out, or added', async () => {
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
      for (let at = 0; at < token.length; at += 1) {
        for (const other of ['', ...alphabet.replace(token[at] ?? '', '')]) {
          await isNothing(`${token.slice(0, at)}${other}${token.slice(at + 1)}`);
        }
      }
      for (const odd of [` ${token}`, `${token}\n`, `${token}=`, `${token}.`, `.${token}`]) {
        await isNothing(odd);
      }
    });

    it('is nothing with a part of another, or with its own in another order', async () => {
      const own = token.split('.');
      const other = (await issue(of(first), others)).split('.');
      for (const at of own.keys()) await isNothing(own.with(at, other[at]!).join('.'));
      await isNothing(own.toReversed().join('.'));
    });

    it('is nothing where it is not one at all', async () => {
      for (const odd of [undefined, null, 7, {}, [], '', '.', '..', '...', `${text}.`]) {
        await isNothing(odd);
      }
      await isNothing('x'.repeat(9000));
      const property = fc.asyncProperty(fc.anything(), fc.string({ unit: 'binary' }), (...odds) =>
        Promise.all(odds.map(isNothing)).then(() => undefined),
      );
      await fc.assert(property, { seed: 1 });
    });

    it('is nothing with the MAC of another kind, or of a device hash', async () => {
      for (const [kind, other] of Object.entries(kinds)) {
        if (kind === name) continue;
        const foreignToken = await other.issue(of(first), other.holds);
        await isNothing(foreignToken);
        await isNothing(`${text}.${foreignToken.split('.').at(-1)}`);
        if (other.prefix !== prefix) {
          await isNothing(`${text}.${macUnder(first, other.prefix + text)}`);
        }
      }
      for (const hash of hashDevice(first, sessionId, 'device-01'))
        await isNothing(`${text}.${hash}`);
    });

    it('is not made of anything but that', async () => {
      for (const odd of [
        '',
        'short',
        'S'.repeat(44),
        `${'S'.repeat(20)}.S`,
        `${'S'.repeat(21)}/`,
      ]) {
        for (const part of Object.keys(holds).filter((part) => part !== 'expiresAt')) {
          await assert.rejects(issue(of(first), { ...holds, [part]: odd }), TypeError);
        }
      }
    });
  });
}

describe('a receipt token', () => {
  it('is nothing from its end on', async () => {
    const { issue, read, holds } = kinds.receipt;
    const token = await issue(of(first), holds);
    assert.deepEqual(await read(of(first), token, later(3599.999)), holds);
    assert.equal(await read(of(first), token, later(3600)), null);
  });
});

describe('a device hash', () => {
  const [hash = ''] = hashDevice(first, sessionId, 'device-01');

  it('is keyed, so that nobody can guess a device id from it', () => {
    const covered = `device-hash.${sessionId}.device-01`;
    assert.equal(hash, macUnder(first, covered));
    for (const text of ['device-01', `${sessionId}.device-01`, covered]) {
      assert.notEqual(hash, createHash('sha256').update(text).digest('base64url'));
    }
    assert.notDeepEqual(hashDevice(foreign, sessionId, 'device-01'), [hash]);
  });

  it('is another one for each session and each device', () => {
    assert.notDeepEqual(hashDevice(first, 'T'.repeat(22), 'device-01'), [hash]);
    assert.notDeepEqual(hashDevice(first, sessionId, 'device-02'), [hash]);
  });

  it('is told under each key of a rotated set, that in use first', () => {
    const [newest, ...older] = hashDevice(rotated, sessionId, 'device-01');
    assert.deepEqual(older, [hash]);
    assert.deepEqual(hashDevice(dropped, sessionId, 'device-01'), [newest]);
  });
});
