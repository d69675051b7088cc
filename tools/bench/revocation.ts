// How soon a revocation holds. While a device calls without a pause, on every way in at once, another
// one revokes its session; from the moment of that answer, no call that starts may be let through.
import { randomUUID } from 'node:crypto';
import type { Measure } from './part.ts';
import type { Program, ProgramDevice } from '../../functions/test/emulator/support/tokenProgram.ts';
import { guarded } from '../../functions/test/emulator/support/tokenProgram.ts';
import type { TokenResponse } from '../../functions/src/operations/issueTokens.ts';
import { withBackend } from './support/backend.ts';
import { post } from './support/load.ts';
import type { WayIn } from './support/probing.ts';
import { Probes } from './support/probing.ts';

/** Sessions of one user that are revoked one after the other. */
const triesOfUser = 5;
/** Users at a time. */
const usersAtOnce = 4;

export const measure: Measure = async ({ quick, progress }) => {
  const users = quick ? 8 : 200;
  const probes = new Probes();
  await withBackend(async (program) => {
    let begun = 0;
    const work = async () => {
      while (begun < users) {
        begun += 1;
        if (begun % 50 === 0) progress(`${begun * triesOfUser} of ${users * triesOfUser} tries`);
        await revokeDevices(program, probes);
      }
    };
    await Promise.all(Array.from({ length: usersAtOnce }, work));
  });
  return { name: 'revocation', tables: [probes.table('revocation')], charts: [] };
};

async function revokeDevices(program: Program, probes: Probes): Promise<void> {
  const userId = `user-${randomUUID()}`;
  const phone = await program.logIn(userId);
  for (let count = 0; count < triesOfUser; count += 1) {
    const other = await program.logIn(userId);
    const { sessionId } = other.session;
    await probes.during(waysIn(program, other), async () => {
      const { status } = await program.callAs(phone.idToken, 'revokeSession', { sessionId });
      if (status !== 200) throw new Error(`revokeSession answered ${status}`);
    });
  }
}

function waysIn(program: Program, { idToken, tokens }: ProgramDevice): Record<string, WayIn> {
  const json = { 'content-type': 'application/json' };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const callable = (name: string): WayIn => {
    const headers = { ...json, authorization: `Bearer ${idToken}` };
    return () => isAccepted(post(`${program.url}/${name}`, headers, '{"data":{}}'));
  };
  const secret = { authorization: `Bearer ${program.secrets.INTROSPECTION_SECRET}` };
  let refreshToken = tokens.refresh_token;
  return {
    'a callable of ours (listSessions)': callable('listSessions'),
    'onSessionCall, by ID token': callable(guarded.call),
    'onSessionRequest, by access token': () => {
      const headers = { ...form, authorization: `Bearer ${tokens.access_token}` };
      return isAccepted(post(`${program.url}/${guarded.request}`, headers, ''));
    },
    async introspectToken() {
      const body = new URLSearchParams({ token: tokens.access_token }).toString();
      const reply = await post(`${program.url}/introspectToken`, { ...form, ...secret }, body);
      return (JSON.parse(reply.text) as { active: boolean }).active;
    },
    async refreshTokens() {
      const fields = { grant_type: 'refresh_token', refresh_token: refreshToken };
      const body = new URLSearchParams(fields).toString();
      const reply = await post(`${program.url}/refreshTokens`, form, body);
      if (reply.status !== 200) return requireRefusal(reply.status);
      refreshToken = (JSON.parse(reply.text) as TokenResponse).refresh_token;
      return true;
    },
  };
}

async function isAccepted(call: Promise<{ status: number }>): Promise<boolean> {
  const { status } = await call;
  return status === 200 || requireRefusal(status);
}

/** Anything but a 401 says nothing of a revocation. */
function requireRefusal(status: number): false {
  if (status !== 401) throw new Error(`a call was answered ${status}`);
  return false;
}
