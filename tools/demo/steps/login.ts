// How it begins: Alice signs in, then somebody else does, and her iPhone asks her about it.
import { en } from '../../../functions/src/domain/texts/en.ts';
import type { Stage } from '../stage.ts';
import { samsung, textOf } from '../stage.ts';
import { sessionTable } from '../sessionTable.ts';

/** The stranger's session, and what there is to answer it or to come back with. */
export interface Intrusion {
  sessionId: string;
  /** The token in the alert, by which the iPhone may answer. */
  answerToken: string;
  /** The ID token of the sign-in from before the session. */
  firstIdToken: string;
}

export async function aliceSignsIn({ report, backstage, user, phone }: Stage): Promise<void> {
  const { step, say, promise } = report;
  await step('Alice signs in on her iPhone', async () => {
    const session = await phone.logIn(user);
    say('iPhone', `signs in as ${user.email} and calls registerSession`);
    say('server', `opens session ${session.sessionId} and answers with a custom token`);
    await backstage.untilAnnounced(session.sessionId);
    const pushes = await backstage.pushesTo(phone.pushToken);
    promise('no alert, for this is the first device', pushes, []);
  });
}

export async function strangerSignsIn(stage: Stage): Promise<Intrusion> {
  const { report, backstage, user, phone, stranger } = stage;
  const { step, say, promise } = report;
  return await step('Somebody signs in to her account on a Samsung in Moscow', async () => {
    const firstUser = await stranger.signIn(user);
    const firstIdToken = await firstUser.getIdToken();
    const { sessionId } = await stranger.start();
    say('Samsung', `signs in as ${user.email} from ${samsung.address} and calls registerSession`);
    say('server', `opens session ${sessionId}, not confirmed: a new device`);
    await backstage.untilAnnounced(sessionId);
    const alert = (await backstage.pushesTo(phone.pushToken))[0];
    say('push', `login alert to the iPhone: ${textOf(alert)}`);
    say('', `with the buttons "${en.denyAction}" and "${en.confirmAction}"`);
    const { body = '', answerToken = '', ...data } = alert?.message.data ?? {};
    const question = 'Logged in on Samsung Galaxy S24 from Moscow. Was that you?';
    promise(
      'the iPhone asks whether that was her, naming device and city',
      // What is unusual about the login may be said after the question.
      [data.sessionId, body.slice(0, question.length)],
      [sessionId, question],
    );
    promise('the Samsung is not asked', await backstage.pushesTo(stranger.pushToken), []);
    return { sessionId, answerToken, firstIdToken };
  });
}

export async function looksAtSessions({ report, phone }: Stage): Promise<void> {
  const { step, say, promise } = report;
  await step('Alice looks at "Active sessions"', async () => {
    const sessions = await phone.client.list();
    say('iPhone', 'calls listSessions and shows:');
    say('', sessionTable(sessions));
    promise(
      'both devices, hers first and marked, the other not confirmed',
      sessions.map(({ deviceName, isCurrentDevice, confirmed }) => [
        deviceName,
        isCurrentDevice,
        confirmed,
      ]),
      [
        ['iPhone 15 Pro', true, true],
        ['Samsung Galaxy S24', false, false],
      ],
    );
    promise('the place is known', sessions[1]?.location, 'Moscow, Russia');
  });
}
