// A change that others are faster than, or of which nobody can say whether it held.
import assert from 'node:assert/strict';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import { StaleAccount } from '../../src/services.ts';
import { register } from '../doubles/device.ts';
import { testServices } from '../doubles/services.ts';

const unavailable = { name: 'SessionError', reason: 'unavailable' };

/** Services on which time passes by pauses alone, each as long as it may be; and what was waited for. */
function waiting() {
  const services = testServices();
  const pauses: number[] = [];
  let elapsedMs = 0;
  const pass = (ms: number) => void (elapsedMs += ms);
  services.elapsed = () => elapsedMs;
  services.pause = async (mostMs) => {
    pauses.push(mostMs);
    pass(mostMs);
  };
  return { services, pauses, pass };
}

describe('a change of an account', () => {
  it('is tried for six seconds where others are always faster, and writes nothing', async () => {
    const { services, pauses } = waiting();
    services.sessions.commit = () => Promise.reject(new StaleAccount('changed'));
    await assert.rejects(register(services, 'phone'), unavailable);
    const waited = pauses.reduce((sum, ms) => sum + ms, 0);
    assert.ok(waited > 6000 && waited - pauses.at(-1)! <= 6000, `${waited} ms`);
    assert.deepEqual(pauses.slice(0, 3), [20, 40, 60]);
    assert.equal(services.sessions.content.accounts.size, 0);
  });

  it('is not committed once its caller has been told that it failed', async () => {
    const { services, pass } = waiting();
    const { commit, readAccount } = services.sessions;
    services.sessions.commit = async () => {
      services.sessions.commit = commit;
      throw new StaleAccount('changed');
    };
    let reads = 0;
    services.sessions.readAccount = async (id) => {
      if ((reads += 1) === 2) pass(6001);
      return await readAccount(id);
    };
    await assert.rejects(register(services, 'phone'), unavailable);
    assert.equal(services.sessions.content.accounts.size, 0);
  });

  it('waits ten times as long where it neither ends nor registers, nor answers, nor tells', async () => {
    const { services, pauses } = waiting();
    const phone = await register(services, 'phone');
    const other = await register(services, 'other');
    services.pass({ seconds: 5 });
    const { commit } = services.sessions;
    for (const [call, most] of [
      [() => updateSession(services, phone.caller, { locale: 'de' }), 200],
      [() => refreshTokens(services, phone.tokens.refresh_token), 200],
      [() => revokeSession(services, phone.caller, other.session), 20],
    ] as const) {
      services.pass({ seconds: 2 });
      pauses.length = 0;
      services.sessions.commit = async () => {
        services.sessions.commit = commit;
        throw new StaleAccount('changed');
      };
      await call();
      assert.deepEqual(pauses, [most]);
    }
  });
});
