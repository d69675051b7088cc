// Her iPhone has registered again since the alert reached it; the "No" on its lock screen still counts.
import { en } from '../../functions/src/domain/texts/en.ts';
import { refusalIn } from '../../functions/test/client/callable.ts';
import { postEndpoint } from '../../functions/test/client/endpoint.ts';
import type { Stage } from '../stage.ts';
import { listSessions } from '../stage.ts';

/** `sessionId` is the stranger's, already alerted. */
export async function answersAfterRegisteringAgain(stage: Stage, sessionId: string): Promise<void> {
  const { report, backstage, phone, stranger } = stage;
  const { step, say, promise } = report;
  await step(
    `Her iPhone registers again, then she taps "${en.denyAction}" on the old alert`,
    async () => {
      const alert = (await backstage.pushesTo(phone.pushToken)).at(-1);
      const { confirmed } = await phone.register();
      say(
        'iPhone',
        'calls registerSession again, with its refresh token: a new session takes over',
      );
      promise('it is still hers', confirmed, true);
      const token = alert?.message.data.answerToken;
      const answer = await postEndpoint('answerLoginAlert', { token, wasMe: false });
      say('iPhone', 'posts the answer token that its earlier session was sent');
      say('server', JSON.stringify(answer.body));
      promise('the answer counts all the same', answer.body, { wasMe: false, revoked: true });
      const refusal = refusalIn(await stranger.post('listSessions'));
      const out = { status: 401, reason: 'session_revoked', revokedReason: 'denied' };
      promise('the Samsung is out', refusal, out);
      const shown = (await listSessions(phone)).some((one) => one.sessionId === sessionId);
      promise('and gone from her list', shown, false);
    },
  );
}
