// The user story of the product, played by two devices on the running emulators.
import type { DeviceSession } from '../functions/src/domain/session.ts';
import { en } from '../functions/src/domain/texts/en.ts';
import type { App, Device } from './app.ts';
import { installApp } from './app.ts';
import type { Backstage, SentPush } from './backstage.ts';
import { refusalIn } from './callable.ts';
import type { Report } from './report.ts';
import { sessionTable } from './sessionTable.ts';
import { until } from './until.ts';
import type { TestUser } from './users.ts';

const iPhone: Device = {
  deviceName: 'iPhone 15 Pro',
  deviceType: 'IOS',
  platform: 'iOS 17.4',
  appVersion: '1.0.0',
  locale: 'en-US',
  address: '212.27.48.10',
};
const samsung: Device = {
  deviceName: 'Samsung Galaxy S24',
  deviceType: 'ANDROID',
  platform: 'Android 15',
  appVersion: '1.0.0',
  locale: 'en-US',
  address: '77.88.55.242',
};

/** Plays every step; rejects at the first that is not as promised. Leaves both devices signed out. */
export async function playStory(
  report: Report,
  backstage: Backstage,
  user: TestUser,
): Promise<void> {
  const phone = await installApp(iPhone);
  const stranger = await installApp(samsung);
  try {
    await play(report, backstage, { user, phone, stranger });
  } finally {
    for (const app of [phone, stranger]) {
      await app.call('signOut').catch(() => {});
      await app.uninstall();
    }
  }
}

interface Cast {
  user: TestUser;
  phone: App;
  stranger: App;
}

async function play(
  { step, say, promise }: Report,
  backstage: Backstage,
  { user, phone, stranger }: Cast,
): Promise<void> {
  await step('Alice signs in on her iPhone', async () => {
    const session = await phone.logIn(user);
    say('iPhone', `signs in as ${user.email} and calls registerSession`);
    say('server', `opens session ${session.sessionId} and answers with a custom token`);
    await backstage.untilAnnounced(session.sessionId);
    promise(
      'no alert, for this is the first device',
      await backstage.pushesTo(phone.pushToken),
      [],
    );
  });

  const signIn = await step('Somebody signs in to her account on a Samsung in Moscow', async () => {
    const firstUser = await stranger.signIn(user);
    const idToken = await firstUser.getIdToken();
    const session = await stranger.register();
    say('Samsung', `signs in as ${user.email} from ${samsung.address} and calls registerSession`);
    say('server', `opens session ${session.sessionId}, not confirmed: a new device`);
    await backstage.untilAnnounced(session.sessionId);
    const alert = (await backstage.pushesTo(phone.pushToken))[0];
    say('push', `login alert to the iPhone: ${textOf(alert)}\nwith the button "${en.denyAction}"`);
    const { sessionId, body = '' } = alert?.message.data ?? {};
    const question = 'Logged in on Samsung Galaxy S24 from Moscow. Was that you?';
    promise(
      'the iPhone asks whether that was her, naming device and city',
      // What is unusual about the login may be said after the question.
      [sessionId, body.slice(0, question.length)],
      [session.sessionId, question],
    );
    promise('the Samsung is not asked', await backstage.pushesTo(stranger.pushToken), []);
    return { idToken, sessionId: session.sessionId };
  });

  await step('Alice looks at "Active sessions"', async () => {
    const sessions = await listSessions(phone);
    say('iPhone', 'calls listSessions and shows:');
    say('', sessionTable(sessions));
    promise(
      'both devices, hers first and marked, the other with its place',
      sessions.map(({ deviceName, isCurrentDevice }) => [deviceName, isCurrentDevice]),
      [
        ['iPhone 15 Pro', true],
        ['Samsung Galaxy S24', false],
      ],
    );
    promise('the place is known', sessions[1]?.location, 'Moscow, Russia');
  });

  await step(`She taps "${en.denyAction}"`, async () => {
    const { sessionId } = signIn;
    const answer = await phone.call('revokeSession', { sessionId });
    say('iPhone', `calls revokeSession for ${sessionId}`);
    say('server', JSON.stringify(answer));
    promise('the session is closed', answer, { sessionId, revoked: true });
    const push = (await backstage.pushesTo(stranger.pushToken)).at(-1);
    const { action, reason } = push?.message.data ?? {};
    say('push', `${action} to the Samsung, at ${push?.message.android?.priority} priority`);
    promise(
      'the Samsung is told to end this session',
      { action, reason, sessionId: push?.message.data.sessionId },
      { action: 'force_logout', reason: 'session_revoked', sessionId },
    );
  });

  await step('The Samsung tries to go on', async () => {
    const attempts = {
      'its next call': await stranger.post('listSessions'),
      'a call with a refreshed ID token': await stranger.post(
        'listSessions',
        {},
        { bearer: await stranger.idToken(true) },
      ),
      'registering again with the sign-in it still has': await stranger.post(
        'registerSession',
        stranger.describe(),
        { bearer: signIn.idToken },
      ),
    };
    for (const [attempt, answer] of Object.entries(attempts)) {
      say('Samsung', attempt);
      say('server', `${answer.status} ${answer.body.error?.message}`);
    }
    promise('401 for all three', Object.values(attempts).map(refusalIn), [
      { status: 401, reason: 'session_revoked' },
      { status: 401, reason: 'session_revoked' },
      { status: 401, reason: 'recent_sign_in_required' },
    ]);
  });

  await step('Only the password opens the door again, and Alice hears of it again', async () => {
    await untilNextSecond();
    const session = await stranger.logIn(user);
    say('Samsung', 'signs in anew and calls registerSession');
    await backstage.untilAnnounced(session.sessionId);
    const pushes = await backstage.pushesTo(phone.pushToken);
    say('push', `login alert to the iPhone: ${textOf(pushes.at(-1))}`);
    promise('a second alert', pushes.length, 2);
  });

  await step('She taps "Sign out from all other sessions"', async () => {
    const answer = await phone.call('revokeOtherSessions');
    say('iPhone', 'calls revokeOtherSessions');
    say('server', JSON.stringify(answer));
    promise('one session closed', answer, { revokedCount: 1 });
    const refusal = refusalIn(await stranger.post('listSessions'));
    promise('the Samsung is out', refusal, { status: 401, reason: 'session_revoked' });
    promise('the iPhone is not', (await listSessions(phone)).length, 1);
  });

  await step('Alice signs out on the iPhone', async () => {
    const [{ sessionId } = { sessionId: '' }] = await listSessions(phone);
    const own = refusalIn(await phone.post('revokeSession', { sessionId }));
    say('iPhone', 'tries revokeSession on itself first, then calls signOut');
    promise('the device in hand cannot be closed by accident', own, {
      status: 400,
      reason: 'current_session',
    });
    await phone.call('signOut');
    const refusal = refusalIn(await phone.post('listSessions'));
    promise('signed out', refusal, { status: 401, reason: 'session_revoked' });
    promise('no session is left', await backstage.countOpenSessions(user.userId), 0);
  });
}

async function listSessions(app: App): Promise<DeviceSession[]> {
  return (await app.call<{ sessions: DeviceSession[] }>('listSessions')).sessions;
}

function textOf(push: SentPush | undefined): string {
  return push ? `"${push.message.data.body}"` : 'none';
}

/** A sign-in within the second of one whose session was closed counts as the same: no person is so fast. */
async function untilNextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / 1000);
  await until('the next second', () => Math.floor(Date.now() / 1000) > second);
}
