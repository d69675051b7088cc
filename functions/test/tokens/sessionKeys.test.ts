import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { exportJWK, generateKeyPair } from 'jose';
import {
  dropLastSessionKeys,
  generateSessionKeys,
  parseSessionKeys,
} from '../../src/tokens/sessionKeys.ts';

type Jwk = Record<string, unknown>;

const keysOf = (json: string) => (JSON.parse(json) as { keys: Jwk[] }).keys;

describe('SESSION_KEYS', () => {
  let json: string;
  let ec: Jwk;
  let oct: Jwk;
  before(async () => {
    json = await generateSessionKeys();
    [ec = {}, oct = {}] = keysOf(json);
  });

  const refused = (keys: Jwk[], problem: RegExp) => refusedText(JSON.stringify({ keys }), problem);
  async function refusedText(text: string, problem: RegExp): Promise<void> {
    const error: unknown = await parseSessionKeys(text).then(
      () => assert.fail('the set was taken'),
      (reason: unknown) => reason,
    );
    assert(error instanceof TypeError);
    assert.match(error.message, problem);
    assertNoSecretIn(inspect(error, { depth: Infinity, showHidden: true }), text);
  }

  /** No run of eight characters of the text is in it, other than the JSON's own words. */
  function assertNoSecretIn(shown: string, text: string): void {
    for (const [word] of text.matchAll(/[A-Za-z0-9_-]{20,}/g)) {
      for (let at = 0; at + 8 <= word.length; at += 1) {
        assert(!shown.includes(word.slice(at, at + 8)), 'key material is shown');
      }
    }
  }

  it('is a set of one signing key and one MAC key of 256 bits when new', async () => {
    const keys = await parseSessionKeys(json);
    assert.equal(keys.signing.length, 1);
    assert.equal(keys.mac.length, 1);
    assert.equal(keys.mac[0].symmetricKeySize, 32);
    assert(!json.includes('\n'));
  });

  it('is another set each time', async () => {
    const words = (text: string) => text.match(/[A-Za-z0-9_-]{43}/g) ?? [];
    const both = [...words(json), ...words(await generateSessionKeys())];
    assert.equal(both.length, 8);
    assert.equal(new Set(both).size, 8);
  });

  it('rotates by new keys in front, and ends rotation by dropping the last of each kind', async () => {
    const rotatedJson = await generateSessionKeys(json);
    const rotated = await parseSessionKeys(rotatedJson);
    assert.deepEqual(rotated.signing.map(({ kid }) => kid).slice(1), [ec.kid]);
    assert.deepEqual(keysOf(rotatedJson).slice(2), [ec, oct]);
    const droppedJson = await dropLastSessionKeys(rotatedJson);
    assert.deepEqual(keysOf(droppedJson), keysOf(rotatedJson).slice(0, 2));
  });

  it('drops no key that is the only one of its kind', async () => {
    await assert.rejects(dropLastSessionKeys(json), /rotate first/);
    const [newEc = {}] = keysOf(await generateSessionKeys());
    const left = await dropLastSessionKeys(JSON.stringify({ keys: [newEc, oct, ec] }));
    assert.deepEqual(keysOf(left), [newEc, oct]);
  });

  it('is neither rotated nor shortened where it is bad', async () => {
    await assert.rejects(generateSessionKeys('{}'), TypeError);
    await assert.rejects(dropLastSessionKeys('{}'), TypeError);
  });

  it('is taken without alg and use, with the first of each kind in use', async () => {
    const bare = (jwk: Jwk) => ({ ...jwk, alg: undefined, use: undefined });
    const [otherEc = {}, otherOct = {}] = keysOf(await generateSessionKeys());
    const keys = [bare(oct), bare(otherEc), bare(ec), bare(otherOct)];
    const { signing, mac } = await parseSessionKeys(JSON.stringify({ keys }));
    assert.equal(signing[0].kid, otherEc.kid);
    assert.equal(mac[0].export().toString('base64url'), oct.k);
  });

  it('shows nothing but public members to the world', async () => {
    const keys = await parseSessionKeys(await generateSessionKeys(json));
    const [newest, older] = keys.signing.map(({ publicJwk }) => publicJwk);
    const { kty, crv, x, y, kid } = ec;
    assert.deepEqual(older, { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' });
    assert.deepEqual(Object.keys(newest!).sort(), Object.keys(older).sort());
  });

  it('shows no secret where the parsed keys are logged or made JSON', async () => {
    const keys = await parseSessionKeys(json);
    const shown = `${inspect(keys, { depth: Infinity, showHidden: true })} ${JSON.stringify(keys)}`;
    for (const secret of [ec.d, oct.k]) assert(!shown.includes(String(secret)));
    await assert.rejects(crypto.subtle.exportKey('jwk', keys.signing[0].privateKey));
  });

  it('is refused where it is no JSON, without a word of it', async () => {
    await refusedText(json.slice(0, -2), /^SESSION_KEYS is not JSON$/);
    await refusedText(String(oct.k), /^SESSION_KEYS is not JSON$/);
    await refusedText('', /^SESSION_KEYS is not JSON$/);
  });

  it('is refused where it is no JWK Set', async () => {
    for (const set of [null, [], 'text', {}, { keys: {} }, { keys: [null] }, { keys: ['key'] }]) {
      await refusedText(JSON.stringify(set), /is not a JWK Set/);
    }
  });

  it('is refused without a key of each kind', async () => {
    await refused([], /holds no EC key/);
    await refused([oct], /holds no EC key/);
    await refused([ec], /holds no oct key/);
  });

  const damaged: [problem: RegExp, change: Jwk][] = [
    [/key 1 has no kid/, { kid: undefined }],
    [/key 1 has no kid/, { kid: '' }],
    [/key 1 has no kid/, { kid: 7 }],
    [/key 1 must have kty/, { kty: 'RSA' }],
    [/key 1 must have kty/, { kty: undefined }],
    [/key 1 must have use/, { use: 'enc' }],
    [/key 1 must have alg "ES256"/, { alg: 'HS256' }],
    [/key 1 must have crv "P-256"/, { crv: 'P-384' }],
    [/key 1 has no private member d/, { d: undefined }],
    [/key 1 must have x, y and d/, { d: 'AAAA' }],
    [/key 1 must have x, y and d/, { x: undefined }],
    [/key 1 is not a valid P-256 key pair/, { d: 'A'.repeat(43) }],
    [/key 1 is not a valid P-256 key pair/, { x: 'A'.repeat(43) }],
  ];
  for (const [problem, change] of damaged) {
    it(`is refused with an EC key of ${JSON.stringify(change)}`, async () => {
      await refused([{ ...ec, ...change }, oct], problem);
    });
  }

  it('is refused with the public half of one key and the private of another', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    await refused([{ ...ec, d: (await exportJWK(privateKey)).d }, oct], /key 1 is not a valid/);
  });

  it('is refused with a kid twice, also across kinds', async () => {
    await refused([ec, { ...oct, kid: ec.kid }], /key 2 has the kid of another key/);
  });

  it('is refused with a MAC key that is short, absent or not base64url', async () => {
    const short = createHash('sha256').update('short').digest().subarray(1).toString('base64url');
    await refused([ec, { ...oct, k: short }], /key 2 is shorter than 32 bytes/);
    await refused([ec, { ...oct, k: undefined }], /key 2 has no member k/);
    await refused([ec, { ...oct, k: `${String(oct.k)}=` }], /key 2 has no member k/);
    await refused([ec, { ...oct, alg: 'ES256' }], /key 2 must have alg "HS256"/);
  });
});
