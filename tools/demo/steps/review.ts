// Several new sign-ins, some hers: Alice reviews them in the app, says "yes" to one and closes the other.
import { en } from '../../../functions/src/domain/texts/en.ts';
import { refusalIn } from '../../../clients/js/testing/wire.ts';
import { sessionTable } from '../sessionTable.ts';
import type { Stage } from '../stage.ts';
import { textOf } from '../stage.ts';

export async function signsInOnLaptop(stage: Stage): Promise<void> {
  const { report, backstage, user, phone, laptop } = stage;
  const { step, say, promise } = report;
  await step(`Alice signs in on her laptop and says "${en.confirmAction}"`, async () => {
    const { sessionId } = await laptop.logIn(user);
    say('laptop', 'signs in and calls registerSession');
    await backstage.untilAnnounced(sessionId);
    const alert = (await backstage.pushesTo(phone.pushToken)).at(-1);
    say('push', `login alert to the iPhone, in place of the last: ${textOf(alert)}`);
    const answered = await phone.client.answer(sessionId, true);
    say('iPhone', `calls answerLogin for ${sessionId}`);
    promise('the laptop is confirmed', answered.confirmed, true);
  });
}

export async function closesFromList(stage: Stage, sessionId: string): Promise<void> {
  const { report, backstage, phone, stranger } = stage;
  const { step, say, promise } = report;
  await step('She signs the Samsung out from the list', async () => {
    say('iPhone', 'calls listSessions and shows:');
    say('', sessionTable(await phone.client.list()));
    await phone.client.revoke(sessionId);
    const answer = phone.answerOf('revokeSession');
    say('iPhone', `calls revokeSession for ${sessionId}`);
    say('server', JSON.stringify(answer));
    promise('the session has ended', answer, { sessionId, revoked: true });
    const push = (await backstage.pushesTo(stranger.pushToken)).at(-1);
    const { action, ...data } = push?.message.data ?? {};
    say('push', `${action} to the Samsung`);
    promise(
      'the Samsung is told to end this session',
      [action, data.sessionId],
      ['force_logout', sessionId],
    );
    const refusal = refusalIn(await stranger.raw.post('listSessions'));
    promise('the Samsung is out', refusal, {
      status: 401,
      reason: 'session_revoked',
      revokedReason: 'user',
    });
  });
}
