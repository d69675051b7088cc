// Her iPhone has registered again since the alert reached it; the "No" on its lock screen still counts.
import { en } from '../../../functions/src/domain/texts/en.ts';
import { refusalIn } from '../../../clients/js/testing/wire.ts';
import type { Stage } from '../stage.ts';

/** `sessionId` is the stranger's, already alerted. */
export async function answersAfterRegisteringAgain(stage: Stage, sessionId: string): Promise<void> {
  const { report, backstage, user, phone, stranger } = stage;
  const { step, say, promise } = report;
  await step(
    `Her iPhone registers again, then she taps "${en.denyAction}" on the old alert`,
    async () => {
      const alert = (await backstage.pushesTo(phone.pushToken)).at(-1);
      const { confirmed } = await phone.logIn(user);
      say(
        'iPhone',
        'calls registerSession again, with its refresh token: a new session takes over',
      );
      promise('it is still hers', confirmed, true);
      const token = alert?.message.data.answerToken;
      const answer = await phone.client.answerAlert(token ?? '', false);
      say('iPhone', 'posts the answer token that its earlier session was sent');
      say('server', JSON.stringify(answer));
      promise('the answer counts all the same', answer, { wasMe: false, revoked: true });
      const refusal = refusalIn(await stranger.raw.post('listSessions'));
      const out = { status: 401, reason: 'session_revoked', revokedReason: 'denied' };
      promise('the Samsung is out', refusal, out);
      const shown = (await phone.client.list()).some((one) => one.sessionId === sessionId);
      promise('and gone from her list', shown, false);
    },
  );
}
