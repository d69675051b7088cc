// The user story of the product, played by three devices on the running emulators.
import { installApp } from '../../clients/js/testing/app.ts';
import type { Backstage } from '../../clients/js/testing/backstage.ts';
import { keepDeviceToken, readDeviceToken } from './memory.ts';
import type { Report } from './report.ts';
import type { Stage } from './stage.ts';
import { firefox, iPhone, samsung } from './stage.ts';
import { answersAfterRegisteringAgain } from './steps/again.ts';
import { answersNo, wipesItself } from './steps/answer.ts';
import { triesToGoOn } from './steps/closedDevice.ts';
import { closesAllOthers, signsOut } from './steps/leaving.ts';
import { aliceSignsIn, looksAtSessions, strangerSignsIn } from './steps/login.ts';
import { closesFromList, signsInOnLaptop } from './steps/review.ts';
import { comesBack, signsInAgain, triesToThrowAliceOut } from './steps/thief.ts';
import { sharesAPhone } from './steps/sharedPhone.ts';
import { twoLoginsInAMinute } from './steps/twoLogins.ts';
import type { TestUser } from '../../clients/js/testing/users.ts';

/** Plays every step; rejects at the first that is not as promised. Leaves all devices signed out. */
export async function playStory(
  report: Report,
  backstage: Backstage,
  user: TestUser,
): Promise<void> {
  const phone = await installApp(iPhone, { deviceToken: readDeviceToken(user) });
  const laptop = await installApp(firefox);
  const stranger = await installApp(samsung);
  try {
    await play({ report, backstage, user, phone, laptop, stranger });
  } finally {
    await keepDeviceToken(user, phone);
    for (const app of [phone, laptop, stranger]) {
      await app.client.signOut();
      await app.uninstall();
    }
  }
}

async function play(stage: Stage): Promise<void> {
  await aliceSignsIn(stage);
  const intrusion = await strangerSignsIn(stage);
  await looksAtSessions(stage);
  const push = await answersNo(stage, intrusion);
  await wipesItself(stage, intrusion, push);
  await triesToGoOn(stage, intrusion);
  const thief = await signsInAgain(stage);
  await triesToThrowAliceOut(stage);
  await signsInOnLaptop(stage);
  await closesFromList(stage, thief);
  const { sessionId } = await comesBack(stage);
  await answersAfterRegisteringAgain(stage, sessionId);
  await closesAllOthers(stage);
  await signsOut(stage);
  await twoLoginsInAMinute(stage);
  await sharesAPhone(stage);
}
