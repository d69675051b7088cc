// Refreshes at once, and the copied token, on the functions wired as in production: what goes out to FCM, and
// that it goes out before the refusal.
import assert from 'node:assert/strict';
import { passASecond } from './support/storedSession.ts';
import { randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { actionOf } from './support/google.ts';
import { refusalOf, sessionRevoked, tokenInvalid } from './support/http.ts';
import { programProject, useProgram } from './support/tokenProgram.ts';

describe('a refresh token in many hands', () => {
  const firestore = new Firestore({ projectId: programProject });
  const on = useProgram();
  after(() => firestore.terminate());

  const sentTo = (pushToken: string) =>
    on.google.pushes.filter(({ token }) => token === pushToken).map(actionOf);

  /** An owner's phone, and a session of which somebody has the refresh token of two generations ago. */
  async function theft() {
    const userId = `user-${randomUUID()}`;
    const phone = await on.program.logIn(userId);
    const stolen = await on.program.logIn(userId);
    const { refresh_token: first } = stolen.tokens;
    const second = await on.program.refresh(first);
    await passASecond(firestore, stolen.session.sessionId);
    const third = await on.program.refresh(second.json.refresh_token);
    return { phone, stolen, first, last: third.json.refresh_token as string };
  }

  it('fifty at once get one and the same child, and raise no alarm', async () => {
    const phone = await on.program.logIn(`user-${randomUUID()}`);
    const device = await on.program.logIn(phone.userId);
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => on.program.refresh(device.tokens.refresh_token)),
    );
    assert.deepEqual([...new Set(replies.map(({ status }) => status))], [200]);
    const children = new Set(replies.map(({ json }) => json.refresh_token as string));
    assert.equal(children.size, 1);
    const [child = ''] = children;
    assert.notEqual(child, device.tokens.refresh_token);
    assert.equal((await on.program.refresh(child)).status, 200);
    assert.deepEqual([sentTo(device.pushToken), sentTo(phone.pushToken)], [[], []]);
  });

  it('all are told of a copied token when its user is refused', async () => {
    const { phone, stolen, first, last } = await theft();
    const reply = await on.program.refresh(first);
    const told = [sentTo(stolen.pushToken), sentTo(phone.pushToken)];
    assert.deepEqual(refusalOf(reply), tokenInvalid);
    assert.deepEqual(told, [['force_logout'], ['security_alert']]);
    assert.deepEqual(refusalOf(await on.program.refresh(last)), sessionRevoked);
    assert.deepEqual(refusalOf(await on.program.refresh(first)), sessionRevoked);
    assert.deepEqual([sentTo(stolen.pushToken), sentTo(phone.pushToken)], told);
  });

  it('ten thieves at once are all refused, and told of once', async () => {
    const { phone, stolen, first } = await theft();
    const replies = await Promise.all(Array.from({ length: 10 }, () => on.program.refresh(first)));
    for (const reply of replies) {
      assert.ok(['token_invalid', 'session_revoked'].includes(reply.json.reason), reply.text);
      assert.equal(reply.status, 401);
    }
    assert.deepEqual(
      [sentTo(stolen.pushToken), sentTo(phone.pushToken)],
      [['force_logout'], ['security_alert']],
    );
  });
});
