// The end: all other sessions closed at once, then the one in hand.
import { refusalIn } from '../../functions/test/client/callable.ts';
import type { Stage } from '../stage.ts';
import { listSessions } from '../stage.ts';

export async function closesAllOthers({ report, phone, laptop }: Stage): Promise<void> {
  const { step, say, promise } = report;
  await step('She taps "Sign out from all other sessions"', async () => {
    const answer = await phone.call('revokeOtherSessions');
    say('iPhone', 'calls revokeOtherSessions');
    say('server', JSON.stringify(answer));
    promise('one session closed', answer, { revokedCount: 1 });
    const refusal = refusalIn(await laptop.post('listSessions'));
    promise('the laptop is out', refusal, {
      status: 401,
      reason: 'session_revoked',
      revokedReason: 'others',
    });
    promise('the iPhone is not', (await listSessions(phone)).length, 1);
  });
}

export async function signsOut({ report, backstage, user, phone }: Stage): Promise<void> {
  const { step, say, promise } = report;
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
    promise('signed out', refusal, {
      status: 401,
      reason: 'session_revoked',
      revokedReason: 'sign_out',
    });
    promise('no session is left', await backstage.countOpenSessions(user.userId), 0);
  });
}
