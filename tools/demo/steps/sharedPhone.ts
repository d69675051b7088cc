// A phone that two people use: what is meant for one of them is not shown to the other.
import { en } from '../../../functions/src/domain/texts/en.ts';
import { fillText } from '../../../functions/src/domain/texts/index.ts';
import { installApp } from '../../../clients/js/testing/app.ts';
import type { App } from '../../../clients/js/testing/app.ts';
import { createUser } from '../../../clients/js/testing/users.ts';
import type { TestUser } from '../../../clients/js/testing/users.ts';
import type { Stage } from '../stage.ts';
import { pixel, samsung, tablet, textOf } from '../stage.ts';

/** Played by two accounts of its own. */
export async function sharesAPhone(stage: Stage): Promise<void> {
  const { report, backstage } = stage;
  const { step, say, promise } = report;
  const [ann, ben] = [await createUser(), await createUser()];
  const shared = await installApp(pixel);
  const { pushToken } = shared;
  const apps = [shared];
  const install = async (...parameters: Parameters<typeof installApp>) => {
    const app = await installApp(...parameters);
    apps.push(app);
    return app;
  };
  /** Somebody signs in to the account from a Samsung; the alerts that this brings to the push token. */
  const alertsAbout = async (user: TestUser) => {
    const before = (await backstage.pushesTo(pushToken)).length;
    const stranger = await install(samsung);
    const { sessionId } = await stranger.logIn(user);
    await backstage.untilAnnounced(sessionId);
    return (await backstage.pushesTo(pushToken)).slice(before);
  };

  try {
    await step('Ann, then Ben, sign in on the same Pixel', async () => {
      await shared.logIn(ann);
      const deviceToken = (await shared.kept('deviceToken')) ?? '';
      say('Pixel', 'Ann signs in; the phone gets a device token and registers its push token');
      const handedOn = await install(pixel, { deviceToken, pushToken });
      await handedOn.logIn(ben);
      say('Pixel', 'Ben signs in on it, with the same device token and the same push token');
      const alerts = await alertsAbout(ann);
      say('Samsung', 'somebody signs in to the account of Ann');
      promise("nothing of Ann's appears on the screen of Ben", alerts, []);
      const [own] = await alertsAbout(ben);
      say('Samsung', 'somebody signs in to the account of Ben');
      say('push', `login alert to the Pixel: ${textOf(own)}`);
      const hasAnswer = own?.message.data.answerToken !== undefined;
      promise('Ben is asked, and may answer', hasAnswer, true);
      const token = own?.message.data.answerToken;
      const answer = await handedOn.client.answerAlert(token ?? '', true);
      promise('as he does', answer, { wasMe: true, revoked: false });
    });

    await step('Somebody registers the push token of Ben from elsewhere', async () => {
      const eve = await createUser();
      const elsewhere: App = await install(tablet, { pushToken });
      await elsewhere.logIn(eve);
      say('iPad', 'another account on another installation shows the same push token');
      const [alert] = await alertsAbout(ben);
      say('Samsung', 'somebody signs in to the account of Ben again');
      say('push', `login alert to that push token: ${textOf(alert)}`);
      promise('the alert still goes out', alert?.kind, 'login_alert');
      const { answerToken, body } = alert?.message.data ?? {};
      promise(
        'without an answer, and without a place',
        [answerToken, body],
        [undefined, fillText(en.loginAlertBodyWithoutPlace, { deviceName: samsung.deviceName })],
      );
    });
  } finally {
    for (const app of apps) {
      await app.client.signOut();
      await app.uninstall();
    }
  }
}
