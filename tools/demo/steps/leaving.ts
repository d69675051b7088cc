// The end: all other sessions closed at once, then the one in hand.
import { refusalIn } from '../../../clients/js/testing/wire.ts';
import type { Stage } from '../stage.ts';

export async function closesAllOthers({ report, phone, laptop }: Stage): Promise<void> {
  const { step, say, promise } = report;
  await step('She taps "Sign out from all other sessions"', async () => {
    await phone.client.revokeOthers();
    const answer = phone.answerOf('revokeOtherSessions');
    say('iPhone', 'calls revokeOtherSessions');
    say('server', JSON.stringify(answer));
    promise('one session ended', answer, { revokedCount: 1 });
    const refusal = refusalIn(await laptop.raw.post('listSessions'));
    promise('the laptop is out', refusal, {
      status: 401,
      reason: 'session_revoked',
      revokedReason: 'others',
    });
    promise('the iPhone is not', (await phone.client.list()).length, 1);
  });
}

export async function signsOut({ report, backstage, user, phone }: Stage): Promise<void> {
  const { step, say, promise } = report;
  await step('Alice signs out on the iPhone', async () => {
    const [{ sessionId } = { sessionId: '' }] = await phone.client.list();
    const own = refusalIn(await phone.raw.post('revokeSession', { sessionId }));
    say('iPhone', 'tries revokeSession on itself first, then calls signOut');
    promise('the device in hand cannot be signed out by accident', own, {
      status: 400,
      reason: 'current_session',
    });
    await phone.client.signOut();
    const refusal = refusalIn(await phone.raw.post('listSessions'));
    promise('signed out', refusal, {
      status: 401,
      reason: 'session_revoked',
      revokedReason: 'sign_out',
    });
    promise('no session is left', await backstage.countOpenSessions(user.userId), 0);
  });
}
