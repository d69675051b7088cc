// One call of each function, as a settled user makes it: what the cost of the functions is measured on.
import { accountIdOf } from '../../../functions/src/domain/account/accountId.ts';
import { deliverForUser } from '../../../functions/src/operations/deliverForUser.ts';
import { answerLogin, answerLoginAlert } from '../../../functions/src/operations/answerLogin.ts';
import { confirmLogout } from '../../../functions/src/operations/confirmLogout.ts';
import { deliverPush } from '../../../functions/src/operations/deliverOutbox.ts';
import { eraseWithAccount } from '../../../functions/src/operations/eraseUser.ts';
import { introspectToken } from '../../../functions/src/operations/introspectToken.ts';
import { listSecurityEvents } from '../../../functions/src/operations/listSecurityEvents.ts';
import { listSessions } from '../../../functions/src/operations/listSessions.ts';
import { refreshTokens } from '../../../functions/src/operations/refreshTokens.ts';
import { renameSession } from '../../../functions/src/operations/renameSession.ts';
import { requireLiveSession } from '../../../functions/src/operations/requireLiveSession.ts';
import { revokeOtherSessions } from '../../../functions/src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../../functions/src/operations/revokeSession.ts';
import { revokeToken } from '../../../functions/src/operations/revokeToken.ts';
import { signOut } from '../../../functions/src/operations/signOut.ts';
import { sweep } from '../../../functions/src/operations/sweep.ts';
import { updateSession } from '../../../functions/src/operations/updateSession.ts';
import type { RegisteredDevice } from '../../../functions/test/doubles/device.ts';
import { again, register, signInNow } from '../../../functions/test/doubles/device.ts';
import type { BenchServices, Person } from './people.ts';

export interface Scene {
  services: BenchServices;
  person: Person;
  /** The user's second device, where there is one. */
  other: RegisteredDevice | undefined;
}

type Call = () => Promise<unknown>;

/** Prepares a call; null where this user cannot make it. */
export type Prepared = (scene: Scene) => Promise<Call | null> | Call | null;

const withOther =
  (call: (scene: Scene, other: RegisteredDevice) => Promise<unknown>): Prepared =>
  (scene) => {
    const { other } = scene;
    return other ? () => call(scene, other) : null;
  };

const byPhone =
  (call: (scene: Scene, phone: RegisteredDevice) => Promise<unknown>): Prepared =>
  (scene) =>
  () =>
    call(scene, scene.person.phone);

const onNewDevice = ({ services, person }: Scene) =>
  register(services, 'a-new-device', signInNow(services, person.userId));

const ownerOf = ({ person }: Scene) => ({ userId: person.userId, tenantId: null });

export const calls: Record<string, Prepared> = {
  'registerSession, new device': (scene) => () => onNewDevice(scene),
  'registerSession, same device': byPhone(({ services, person }, phone) =>
    register(services, phone.caller.deviceId, signInNow(services, person.userId), again(phone)),
  ),
  listSessions: byPhone(({ services }, { caller }) => listSessions(services, caller)),
  updateSession: byPhone(({ services }, { caller }) => updateSession(services, caller, {})),
  'updateSession, nothing new': async ({ services, person: { phone } }) => {
    await updateSession(services, phone.caller, {});
    return () => updateSession(services, phone.caller, {});
  },
  renameSession: byPhone(({ services }, { caller, session: { sessionId } }) =>
    renameSession(services, caller, { sessionId, deviceName: 'My phone' }),
  ),
  revokeSession: withOther(({ services, person }, { session: { sessionId } }) =>
    revokeSession(services, person.phone.caller, { sessionId }),
  ),
  revokeOtherSessions: withOther(({ services, person }) =>
    revokeOtherSessions(services, person.phone.caller),
  ),
  signOut: byPhone(({ services }, { caller }) => signOut(services, caller)),
  listSecurityEvents: byPhone(({ services }, { caller }) => listSecurityEvents(services, caller)),
  'answerLogin, "yes"': withOther(({ services, person }, { session: { sessionId } }) =>
    answerLogin(services, person.phone.caller, { sessionId, wasMe: true }),
  ),
  'answerLogin, "no"': withOther(({ services, person }, { session: { sessionId } }) =>
    answerLogin(services, person.phone.caller, { sessionId, wasMe: false }),
  ),
  'answerLoginAlert, "no"': async ({ services, person, other }) => {
    if (!other) return null;
    const deviceOf = async ({ session }: RegisteredDevice) =>
      (await services.sessions.findView(session.sessionId))?.device ?? '';
    const claims = {
      accountId: accountIdOf(person.phone.caller),
      answeringSessionId: person.phone.session.sessionId,
      answeringDevice: await deviceOf(person.phone),
      about: [await deviceOf(other)],
      expiresAt: new Date(services.now().getTime() + 60_000),
    };
    const token = await services.tokens.issueAnswerToken(claims, services.now());
    return () => answerLoginAlert(services, { token, wasMe: false });
  },
  refreshTokens: byPhone(({ services }, { tokens }) =>
    refreshTokens(services, tokens.refresh_token),
  ),
  'refreshTokens, forged': byPhone(({ services }, { tokens }) =>
    refreshTokens(services, `${tokens.refresh_token}x`).catch(() => {}),
  ),
  revokeToken: byPhone(({ services }, { tokens }) => revokeToken(services, tokens.refresh_token)),
  introspectToken: async ({ services, person: { phone } }) => {
    // The first of the scene has expired.
    const { access_token: token } = await refreshTokens(services, phone.tokens.refresh_token);
    return () => introspectToken(services, token);
  },
  'the guard': byPhone(({ services }, { caller }) => requireLiveSession(services, caller)),
  confirmLogout: async ({ services, person, other }) => {
    if (!other) return null;
    const { sessionId } = other.session;
    await revokeSession(services, person.phone.caller, { sessionId });
    const token = services.sent.at(-1)?.message.data?.receiptToken;
    if (!token) throw new Error('the logout carried no receipt token');
    return () => confirmLogout(services, token);
  },
  'onSessionCreated, new device': async (scene) => {
    await onNewDevice(scene);
    return () => deliverForUser(scene.services, ownerOf(scene));
  },
  'deliverPush, a logout': async ({ services, person, other }) => {
    if (!other) return null;
    const { sessionId } = other.session;
    services.outcome = { kind: 'retry', afterSeconds: 10 };
    await revokeSession(services, person.phone.caller, { sessionId });
    services.outcome = { kind: 'sent' };
    services.pass({ seconds: 600 });
    return () => deliverPush(services, { accountId: accountIdOf(person.phone.caller) });
  },
  'sweep, nothing to do':
    ({ services }) =>
    () =>
      sweep(services),
  onUserDeleted: (scene) => {
    scene.services.account = null;
    return () => eraseWithAccount(scene.services, ownerOf(scene));
  },
};
