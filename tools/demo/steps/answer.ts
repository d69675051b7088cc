// "No" from the lock screen: the session ends at once, and the device says when it has wiped itself.
import { en } from '../../../functions/src/domain/texts/en.ts';
import type { PushData } from '../../../clients/js/src/core/index.ts';
import type { EndpointAnswer } from '../../../clients/js/testing/wire.ts';
import { sessionTable } from '../sessionTable.ts';
import type { Stage } from '../stage.ts';
import type { Intrusion } from './login.ts';

/** Returns the data of the push that logs the Samsung out. */
export async function answersNo(stage: Stage, intrusion: Intrusion): Promise<PushData> {
  const { report, backstage, phone, stranger } = stage;
  const { step, say, promise } = report;
  const { sessionId, answerToken } = intrusion;
  return await step(`She taps "${en.denyAction}" on the lock screen`, async () => {
    await phone.client.answerAlert(answerToken, false);
    const answer = phone.answerOf('answerLoginAlert') as EndpointAnswer;
    say('iPhone', "posts the alert's answer token to answerLoginAlert, with no other credential");
    say('server', JSON.stringify(answer.body));
    promise('the session has ended', answer, {
      status: 200,
      body: { wasMe: false, revoked: true },
    });
    const push = (await backstage.pushesTo(stranger.pushToken)).at(-1);
    const data: PushData = push?.message.data ?? {};
    const { action, reason } = data;
    say('push', `${action} to the Samsung, at ${push?.message.android?.priority} priority`);
    promise(
      'the Samsung is told to end this session',
      { action, reason, sessionId: data.sessionId },
      { action: 'force_logout', reason: 'session_revoked', sessionId },
    );
    const sessions = (await phone.client.list({ includeEnded: true })).slice(0, 2);
    say('iPhone', 'calls listSessions with includeEnded and shows:');
    say('', sessionTable(sessions));
    const { revokedReason, logoutConfirmedAt } = sessions[1] ?? {};
    promise(
      'she sees it signed out, because she denied it',
      [revokedReason, logoutConfirmedAt],
      ['denied', null],
    );
    return data;
  });
}

export async function wipesItself(
  { report, phone, stranger }: Stage,
  { sessionId }: Intrusion,
  push: PushData,
): Promise<void> {
  const { step, say, promise } = report;
  await step('The Samsung gets the push, wipes itself and says so', async () => {
    await stranger.client.handlePush(push);
    const { status, body } = stranger.answerOf('confirmLogout') as EndpointAnswer;
    say('Samsung', "posts the push's receipt token to confirmLogout, with no other credential");
    say('server', JSON.stringify(body));
    promise('the receipt is taken', status, 200);
    const sessions = (await phone.client.list({ includeEnded: true })).slice(0, 2);
    say('iPhone', 'calls listSessions with includeEnded and shows:');
    say('', sessionTable(sessions));
    const { sessionId: endedId, logoutConfirmedAt } = sessions[1] ?? {};
    promise(
      'she sees when the phone confirmed',
      [endedId, logoutConfirmedAt],
      [sessionId, body.logoutConfirmedAt],
    );
  });
}
