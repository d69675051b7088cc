import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { hashDevice } from '../../src/tokens/deviceHash.ts';
import { first as keys, foreign, rotated } from './keySets.ts';

const sessionId = 'S'.repeat(22);
const deviceId = 'device-01';

describe('a device hash', () => {
  it('is keyed, so that nobody can guess a device id from it', () => {
    const [hash = ''] = hashDevice(keys, sessionId, deviceId);
    const mac = createHmac('sha256', keys.mac[0].export());
    assert.equal(hash, mac.update(`device-hash.${sessionId}.${deviceId}`).digest('base64url'));
    for (const text of [
      deviceId,
      `${sessionId}.${deviceId}`,
      `device-hash.${sessionId}.${deviceId}`,
    ]) {
      assert.notEqual(hash, createHash('sha256').update(text).digest('base64url'));
    }
    assert.notDeepEqual(hashDevice(foreign, sessionId, deviceId), [hash]);
  });

  it('is another one for each session and each device', () => {
    const all = [
      hashDevice(keys, sessionId, deviceId),
      hashDevice(keys, 'T'.repeat(22), deviceId),
      hashDevice(keys, sessionId, 'device-02'),
    ].flat();
    assert.equal(new Set(all).size, 3);
  });

  it('is told under each key of a rotated set, that in use first', () => {
    const hashes = hashDevice(rotated, sessionId, deviceId);
    assert.equal(hashes.length, rotated.mac.length);
    assert.ok(hashes.slice(1).includes(hashDevice(keys, sessionId, deviceId)[0] ?? ''));
  });
});
