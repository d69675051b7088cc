// What a registration is shown of its user, and of nobody else.
import assert from 'node:assert/strict';
import type { RegistrationFindings } from '../../../src/domain/registration/signIn.ts';
import { unchanged } from '../../../src/domain/session/plan.ts';
import type { SessionSecrets } from '../../../src/domain/session/session.ts';
import type { RegistrationKey } from '../../../src/domain/registration/signIn.ts';
import { signInNow } from '../../doubles/device.ts';
import type { Scene } from './scene.ts';
import { idsOf, nobody } from './scene.ts';

export function describeRegistrationFindings(scene: Scene): void {
  const { services, sessions } = scene;

  async function find(key: Partial<RegistrationKey>): Promise<RegistrationFindings> {
    const { userId, tenantId } = scene.owner;
    return await sessions.changeForRegistration(
      {
        sessionId: nobody,
        signIn: signInNow(services, userId, tenantId),
        installation: null,
        attemptHash: null,
        pushToken: null,
        ...key,
      },
      (found) => unchanged(found),
    );
  }

  it('shows a registration nothing of other users, devices and sign-ins', async () => {
    for (const stranger of scene.strangers) await scene.register('device-01', {}, stranger);
    assert.deepEqual(await find({ installation: 'device', attemptHash: 'attempt' }), {
      firebaseAccount: null,
      secrets: [],
      sessions: [],
      lastRemembered: null,
      newDevices: [],
      closedKnown: [],
      pushTokenHolders: [],
    });
  });

  it('shows a registration what is open', async () => {
    const open = await scene.register('device-01');
    services.pass({ seconds: 60 });
    const ended = await scene.register('device-02');
    await scene.change(ended.session.sessionId, {
      session: { revoked: true },
      secrets: { state: 'ended' },
    });
    services.pass({ seconds: 60 });
    const found = await find({});
    assert.deepEqual(idsOf(found.secrets), [open.session.sessionId]);
    assert.deepEqual(idsOf(found.sessions), [open.session.sessionId]);
  });

  it('shows a registration what its sign-in went into, its installation, its attempt and a "no"', async () => {
    const spent = { state: 'ended', device: 'unknown', signIns: [] as string[] } as const;
    const of: Record<string, Partial<SessionSecrets>> = {
      signIn: { state: 'ended', device: 'unknown' },
      known: { ...spent, device: 'known', installation: 'shown' },
      forgotten: { ...spent, device: 'forgotten', installation: 'shown' },
      silent: { ...spent, installation: 'shown' },
      elsewhere: { ...spent, device: 'known', installation: 'other' },
      attempt: { ...spent, attemptHash: 'attempt' },
      account: { ...spent, state: 'account' },
    };
    const ids: Record<string, string> = {};
    for (const name of Object.keys(of)) {
      ids[name] = (await scene.register(name)).session.sessionId;
    }
    for (const [name, secrets] of Object.entries(of)) await scene.change(ids[name]!, { secrets });
    const shown = async (key: Partial<RegistrationKey>) => {
      const found = idsOf((await find(key)).secrets);
      return Object.keys(ids).filter((name) => found.includes(ids[name]!));
    };
    assert.deepEqual(await shown({}), ['signIn', 'account']);
    assert.deepEqual(await shown({ installation: 'shown' }), [
      ...['signIn', 'known', 'forgotten', 'account'],
    ]);
    assert.deepEqual(await shown({ attemptHash: 'attempt' }), ['signIn', 'attempt', 'account']);
    services.pass({ seconds: 60 });
    assert.deepEqual(await shown({}), ['account']);
  });

  it('shows a registration what is remembered of the user longest', async () => {
    const one = await scene.register('device-01');
    const two = await scene.register('device-02');
    const expiresAt = new Date(services.now().getTime() + 1_000_000_000_000);
    await scene.change(one.session.sessionId, { secrets: { expiresAt } });
    assert.equal((await find({})).lastRemembered?.sessionId, one.session.sessionId);
    await scene.change(one.session.sessionId, { secrets: { expiresAt: services.now() } });
    assert.equal((await find({})).lastRemembered?.sessionId, two.session.sessionId);
  });

  it('shows a registration the logins on new devices within the hour', async () => {
    await scene.register('device-01');
    const early = await scene.register('device-02');
    services.pass({ seconds: 1800 });
    const late = await scene.register('device-03');
    assert.deepEqual(idsOf((await find({})).newDevices), idsOf([early.session, late.session]));
    services.pass({ seconds: 1800 });
    assert.deepEqual(idsOf((await find({})).newDevices), [late.session.sessionId]);
  });

  it('shows a registration the known devices without an open session, the latest first', async () => {
    const known = { device: 'known', state: 'ended' } as const;
    const of = { early: known, late: known, open: { device: 'known' }, replaced: {} } as const;
    const ids: Record<string, string> = {};
    for (const [name, secrets] of Object.entries(of)) {
      ids[name] = (await scene.register(name)).session.sessionId;
      await scene.change(ids[name], { secrets: { device: 'unknown', ...secrets } });
      services.pass({ seconds: 60 });
    }
    const found = (await find({})).closedKnown.map(({ sessionId }) => sessionId);
    assert.deepEqual(found, [ids['late'], ids['early']]);
  });

  it('shows a registration who else on its installation holds its push token', async () => {
    const pushToken = { kind: 'token' as const, value: `push-${scene.owner.userId}` };
    const [stranger] = scene.strangers;
    const { session } = await scene.register('device-01', { pushToken }, stranger);
    const { installation } = (await scene.recordOf(session.sessionId)).secrets;
    await scene.register('device-02', { pushToken }, stranger);
    const holders = async (key: Partial<RegistrationKey>) =>
      idsOf((await find(key)).pushTokenHolders);
    const { value } = pushToken;
    assert.deepEqual(await holders({ pushToken: value, installation }), [session.sessionId]);
    assert.deepEqual(await holders({ pushToken: value }), []);
    assert.deepEqual(await holders({ pushToken: `${value}-2`, installation }), []);
  });
}
