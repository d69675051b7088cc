// Somebody who knows the password can come back; what they cannot do is throw Alice out.
import { refusalIn } from '../../../clients/js/testing/wire.ts';
import type { Stage } from '../stage.ts';
import { textOf } from '../stage.ts';
import { untilNextSecond } from '../../../clients/js/testing/until.ts';

/** Returns the id of the new session. */
export async function signsInAgain(stage: Stage): Promise<string> {
  const { report, backstage, user, phone, stranger } = stage;
  const { step, say, promise } = report;
  const title = 'Only the password opens the door again, and Alice is told again';
  return await step(title, async () => {
    await untilNextSecond();
    const { sessionId, confirmed } = await stranger.logIn(user);
    say('Samsung', 'signs in anew and calls registerSession');
    await backstage.untilAnnounced(sessionId);
    const pushes = await backstage.pushesTo(phone.pushToken);
    say('push', `login alert to the iPhone: ${textOf(pushes.at(-1))}`);
    promise(
      'a second alert, for a denied device is a new one',
      [pushes.length, confirmed],
      [2, false],
    );
    return sessionId;
  });
}

/** Once more: the same door, and the same alert. */
export async function comesBack({ report, backstage, user, stranger }: Stage) {
  return await report.step('The Samsung comes back a third time', async () => {
    await untilNextSecond();
    const session = await stranger.logIn(user);
    await backstage.untilAnnounced(session.sessionId);
    report.promise('as a new device again', session.confirmed, false);
    return session;
  });
}

export async function triesToThrowAliceOut({ report, phone, stranger }: Stage): Promise<void> {
  const { step, say, promise } = report;
  await step('The Samsung tries to sign Alice out before she does so with it', async () => {
    const sessionId = (await phone.client.list())[0]?.sessionId;
    const answers = [
      await stranger.raw.post('revokeSession', { sessionId }),
      await stranger.raw.post('revokeOtherSessions'),
    ];
    say('Samsung', 'calls revokeSession for the iPhone, then revokeOtherSessions');
    const { retryAfterSeconds = 0, confirmBy } = answers[0]?.body.error?.details ?? {};
    say('server', `${answers[0]?.status} ${answers[0]?.body.error?.message}`);
    say('', `confirmBy ${JSON.stringify(confirmBy)}, retryAfterSeconds ${retryAfterSeconds}`);
    const refusals = answers.map(refusalIn) as { status: number; reason?: string }[];
    promise(
      'refused, for this session is new and nobody has confirmed it',
      refusals.map(({ status, reason }) => [status, reason]),
      Array(2).fill([403, 'session_unconfirmed']),
    );
    promise('it would take her other device, or time', confirmBy, ['other_device', 'time']);
    const isWithinAWeek = retryAfterSeconds > 0 && retryAfterSeconds <= 7 * 86_400;
    promise('and a week of it at most, in which she can act', isWithinAWeek, true);
    promise('the iPhone is still in', (await phone.raw.post('listSessions')).status, 200);
  });
}
