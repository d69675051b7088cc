// What the closed device still holds, and that none of it is good for anything.
import { endpointRefusalIn, refusalIn } from '../../../clients/js/testing/wire.ts';
import type { Stage } from '../stage.ts';
import type { Intrusion } from './login.ts';

export async function triesToGoOn(
  { report, stranger }: Stage,
  { firstIdToken }: Intrusion,
): Promise<void> {
  const { step, say, promise } = report;
  await step('A Samsung that wipes nothing tries to go on', async () => {
    const calls = {
      'its next call': await stranger.raw.post('listSessions'),
      'a call with a refreshed ID token': await stranger.raw.post(
        'listSessions',
        {},
        { bearer: await stranger.raw.idToken(true) },
      ),
      'registering again with the sign-in it still has': await stranger.raw.post(
        'registerSession',
        await stranger.raw.registration(),
        { bearer: firstIdToken },
      ),
    };
    for (const [attempt, { status, body }] of Object.entries(calls)) {
      say('Samsung', attempt);
      say('server', `${status} ${body.error?.message}`);
    }
    const refresh = await stranger.raw.refreshTokens();
    say('Samsung', 'refreshTokens with its refresh token');
    say('server', `${refresh.status} ${String(refresh.body.error_description)}`);
    const refused = [...Object.values(calls).map(refusalIn), endpointRefusalIn(refresh)];
    promise('401 for all four', refused, [
      { status: 401, reason: 'session_revoked', revokedReason: 'denied' },
      { status: 401, reason: 'session_revoked', revokedReason: 'denied' },
      { status: 401, reason: 'recent_sign_in_required' },
      { status: 401, reason: 'session_revoked' },
    ]);
  });
}
