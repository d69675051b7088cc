import assert from 'node:assert/strict';
import type { Device } from '../../../src/domain/account/account.ts';
import type { TakeTokenEntry } from '../../../src/domain/account/outboxEntry.ts';
import { loseToken } from '../../../src/domain/account/pushToken.ts';
import { account, ago, device, frame, now } from '../accounts.ts';

const pushToken = { kind: 'token' as const, value: 'cAbCdEfGhIjKlMnOpQrSt-:APA91b' };
const entry: TakeTokenEntry = {
  kind: 'take_token',
  ...frame,
  ...{ device: 'newcomer', installation: 'phone', pushToken, setAt: now },
};
const holder = (fields: Partial<Device> = {}, setAt = ago({ days: 1 })) =>
  device({ installation: 'phone', pushToken: { ...pushToken, setAt }, ...fields });
const byId = { kind: 'fid' as const, value: 'cAbCdEfGhIjKlMnOpQrSt-', setAt: ago({ days: 1 }) };

describe('a push token that another account takes', () => {
  for (const [what, one, isTaken] of [
    ['goes from the same installation', holder(), true],
    ['goes as the installation id of the same app too', holder({ pushToken: byId }), true],
    ['stays with who merely has it, on another installation', holder({ installation: 'x' }), false],
    ['stays where it was set later', holder({}, ago({ seconds: -1 })), false],
    ['stays where it was set as late', holder({}, now), false],
    ['leaves another one', holder({ pushToken: { ...byId, value: 'another' } }), false],
  ] as const) {
    it(what, () => {
      const stored = account({ devices: { one } });
      loseToken(stored, entry);
      assert.equal(stored.devices.one?.pushToken === null, isTaken);
    });
  }
});
