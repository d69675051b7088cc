// Two new sign-ins within a minute: an alert counts those that still wait, and its "No" closes exactly those.
import { en } from '../../../functions/src/domain/texts/en.ts';
import type { App } from '../../../clients/js/testing/app.ts';
import { installApp } from '../../../clients/js/testing/app.ts';
import type { SentPush } from '../../../clients/js/testing/backstage.ts';
import { postEndpoint, refusalIn } from '../../../clients/js/testing/wire.ts';
import { fillText } from '../../../functions/src/domain/texts/index.ts';
import { createUser } from '../../../clients/js/testing/users.ts';
import type { Stage } from '../stage.ts';
import { iPhone, pixel, tablet, textOf } from '../stage.ts';

/** Played by an account of its own. */
export async function twoLoginsInAMinute(stage: Stage): Promise<void> {
  const { report, backstage } = stage;
  const { step, say, promise } = report;
  const user = await createUser();
  const phone = await installApp(iPhone);
  const own = await installApp(tablet);
  const strangers = [await installApp(pixel), await installApp(pixel)];
  const [one, other] = strangers;
  try {
    await step(
      'Carol signs in on her tablet and answers; a Pixel follows within the minute',
      async () => {
        await phone.logIn(user);
        const { sessionId } = await own.logIn(user);
        await backstage.untilAnnounced(sessionId);
        await phone.client.answer(sessionId, true);
        say('iPhone', `hers, calls answerLogin for the tablet: "${en.confirmAction}"`);
        const second = await one!.logIn(user);
        await backstage.untilAnnounced(second.sessionId);
        const alert = await newestAlert(stage, phone);
        say('push', `login alert to the iPhone: ${textOf(alert)}`);
        promise('it is about the second alone', alert?.message.data.count, '1');
        promise('and has its buttons', buttonsOn(alert), 'LOGIN_ALERT');
      },
    );

    await step(`A second Pixel at once: one "${en.denyAllAction}" for both`, async () => {
      const third = await other!.logIn(user);
      await backstage.untilAnnounced(third.sessionId);
      const alert = await newestAlert(stage, phone);
      const { body, count, answerToken: token } = alert?.message.data ?? {};
      say('push', `login alert to the iPhone, in place of the last: ${textOf(alert)}`);
      promise(
        'it stands for the two that wait, and says "No" only',
        [body, count, buttonsOn(alert)],
        [fillText(en.loginAlertsBody, { count: 2 }), '2', 'LOGIN_ALERTS'],
      );
      const yes = await postEndpoint('answerLoginAlert', { token, wasMe: true });
      promise('a "yes" to both is refused', yes.status, 400);
      const no = await phone.client.answerAlert(token ?? '', false);
      say('iPhone', `taps "${en.denyAllAction}": one answer token, with no other credential`);
      say('server', JSON.stringify(no));
      promise('the answer is taken', no, { wasMe: false, revoked: true });
      const refusals = [
        refusalIn(await one!.raw.post('listSessions')),
        refusalIn(await other!.raw.post('listSessions')),
      ];
      const out = { status: 401, reason: 'session_revoked', revokedReason: 'denied' };
      promise('both Pixels are out', refusals, [out, out]);
      const left = (await phone.client.list()).map(({ deviceName }) => deviceName);
      promise('and nobody else', left.toSorted(), ['iPad Air', 'iPhone 15 Pro']);
    });
  } finally {
    for (const app of [phone, own, ...strangers]) {
      await app.client.signOut();
      await app.uninstall();
    }
  }
}

async function newestAlert({ backstage }: Stage, phone: App): Promise<SentPush | undefined> {
  const pushes = await backstage.pushesTo(phone.pushToken);
  return pushes.filter(({ kind }) => kind === 'login_alert').at(-1);
}

/** The set of buttons that the iPhone shows. */
function buttonsOn(alert: SentPush | undefined): string | undefined {
  return alert?.message.apns?.payload.aps.category;
}
