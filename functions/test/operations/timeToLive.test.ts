// Stored times decide. Whether Firestore's TTL has deleted the session of one that ran out, whose secrets
// stay for RETENTION_DAYS longer, makes no difference.
import assert from 'node:assert/strict';
import { endUserSessions } from '../../src/operations/endUserSessions.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { living } from '../doubles/limits.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

const alice = { userId: 'alice', tenantId: null };

for (const hasRun of [false, true]) {
  describe(`a device whose session ran out, ${hasRun ? 'deleted by TTL' : 'still stored'}`, () => {
    /** The owner's phone in use, and a tablet that nobody has answered for and that ran out a day ago. */
    async function scene(tabletUsedOnDay = 0) {
      const services = testServices();
      const phone = await register(services, 'phone');
      const tablet = await register(services, 'tablet');
      for (let day = 1; day <= tabletUsedOnDay + 31; day += 1) {
        services.pass({ days: 1 });
        await updateSession(services, phone.caller, {});
        if (day === tabletUsedOnDay) await updateSession(services, tablet.caller, {});
      }
      if (hasRun) services.sessions.content.views.delete(tablet.session.sessionId);
      return { services, phone, tablet };
    }

    const comesBack = async (services: TestServices, device: RegisteredDevice) =>
      (await register(services, 'tablet', signInNow(services), again(device))).session.confirmed;

    it('is known by its age', async () => {
      const { services, tablet } = await scene();
      assert.equal(await comesBack(services, tablet), true);
    });

    it('is known by its age also after another sign-in has written its end down', async () => {
      const { services, phone, tablet } = await scene();
      await register(services, 'phone', signInNow(services), again(phone));
      services.pass({ hours: 1 });
      assert.equal(await comesBack(services, tablet), true);
    });

    for (const usedOnDay of [0, 8]) {
      it(`is forgotten by "sign out from all others", last used on day ${usedOnDay}`, async () => {
        const { services, phone, tablet } = await scene(usedOnDay);
        assert.deepEqual(await revokeOtherSessions(services, phone.caller), { revokedCount: 0 });
        assert.equal(await comesBack(services, tablet), false);
      });

      it(`is forgotten where an operator ends all, last used on day ${usedOnDay}`, async () => {
        const { services, tablet } = await scene(usedOnDay);
        await endUserSessions(services, alice);
        assert.equal(await comesBack(services, tablet), false);
      });
    }

    it('is the caller’s own, and stays known where all others are ended', async () => {
      const { services, tablet } = await scene(8);
      const back = await register(services, 'tablet', signInNow(services), again(tablet));
      await revokeOtherSessions(services, back.caller);
      await signOut(services, back.caller);
      services.pass({ hours: 1 });
      assert.equal(await comesBack(services, tablet), true);
    });
  });
}

describe('a device whose session ran out before it came of age', () => {
  for (const hasRun of [false, true]) {
    it(`is no known one, ${hasRun ? 'deleted by TTL' : 'still stored'}`, async () => {
      const services = testServices(living('3d/365d'));
      await register(services, 'phone');
      const tablet = await register(services, 'tablet');
      services.pass({ days: 10 });
      if (hasRun) services.sessions.content.views.delete(tablet.session.sessionId);
      const back = await register(services, 'tablet', signInNow(services), again(tablet));
      assert.equal(back.session.confirmed, false);
    });
  }
});
