// How soon a revocation holds. While a device calls without a pause, on every way in at once, another
// one revokes its session; from the moment of that answer, no call that starts may be let through.
import { randomUUID } from 'node:crypto';
import type { Cell, Measure } from './part.ts';
import type { Program, ProgramDevice } from '../functions/test/emulator/support/tokenProgram.ts';
import { guarded } from '../functions/test/emulator/support/tokenProgram.ts';
import type { TokenResponse } from '../functions/src/operations/issueTokens.ts';
import { withBackend } from './support/backend.ts';
import { post } from './support/load.ts';
import { spreadOf } from './support/spread.ts';

/** Sessions of one user that are revoked one after the other. */
const triesOfUser = 5;
/** Users at a time. */
const usersAtOnce = 4;

/** One call of the closed device. Resolves to whether it was let through. */
type WayIn = () => Promise<boolean>;

interface Found {
  /** Calls that were let through although they started after the answer. */
  late: number;
  /** Let through after the answer, but started before it. */
  crossing: number;
  /** Milliseconds from the answer to the first refusal; below 0 where that came first. */
  untilRefused: number;
}

export const measure: Measure = async ({ quick, progress }) => {
  const users = quick ? 8 : 200;
  const found = new Map<string, Found[]>();
  await withBackend(async (program) => {
    let begun = 0;
    const work = async () => {
      while (begun < users) {
        begun += 1;
        if (begun % 50 === 0) progress(`${begun * triesOfUser} of ${users * triesOfUser} tries`);
        await revokeDevices(program, found);
      }
    };
    await Promise.all(Array.from({ length: usersAtOnce }, work));
  });
  const rows = [...found].map(([name, tries]): Cell[] => {
    const { min, p50, p95, max } = spreadOf(tries.map(({ untilRefused }) => untilRefused));
    const sum = (of: (one: Found) => number) => tries.reduce((total, one) => total + of(one), 0);
    return [
      name,
      tries.length,
      sum(({ late }) => late),
      sum(({ crossing }) => crossing),
      ...[min, p50, p95, max].map((value) => Math.round(value * 10) / 10),
    ];
  });
  const spread = ['min ms', 'p50 ms', 'p95 ms', 'max ms'];
  const counts = ['let in, begun later', 'let in, begun earlier'];
  const columns = ['way in', 'tries', ...counts, ...spread];
  return { name: 'revocation', tables: [{ name: 'revocation', columns, rows }], charts: [] };
};

async function revokeDevices(program: Program, found: Map<string, Found[]>): Promise<void> {
  const userId = `user-${randomUUID()}`;
  const phone = await program.logIn(userId);
  for (let count = 0; count < triesOfUser; count += 1) {
    const other = await program.logIn(userId);
    const probes = Object.entries(waysIn(program, other)).map(([name, wayIn]) => ({
      name,
      ...probing(wayIn),
    }));
    await Promise.all(probes.map(({ letIn }) => letIn));
    const { sessionId } = other.session;
    const { status } = await program.callAs(phone.idToken, 'revokeSession', { sessionId });
    if (status !== 200) throw new Error(`revokeSession answered ${status}`);
    const answeredAt = performance.now();
    for (const { name, refused } of probes) {
      const { calls, refusedAt } = await refused;
      const after = calls.filter(({ endedAt }) => endedAt > answeredAt);
      const late = after.filter(({ startedAt }) => startedAt > answeredAt).length;
      const all = found.get(name) ?? [];
      all.push({ late, crossing: after.length - late, untilRefused: refusedAt - answeredAt });
      found.set(name, all);
    }
  }
}

interface Refused {
  /** The calls that were let through. */
  calls: { startedAt: number; endedAt: number }[];
  refusedAt: number;
}

/** Calls again and again until it is refused. */
function probing(wayIn: WayIn): { letIn: Promise<unknown>; refused: Promise<Refused> } {
  const first = Promise.withResolvers<void>();
  const callAgainAndAgain = async (): Promise<Refused> => {
    const calls: Refused['calls'] = [];
    for (;;) {
      const startedAt = performance.now();
      const isLetIn = await wayIn();
      const endedAt = performance.now();
      if (!isLetIn) return { calls, refusedAt: endedAt };
      calls.push({ startedAt, endedAt });
      first.resolve();
    }
  };
  const refused = callAgainAndAgain();
  return { refused, letIn: Promise.race([first.promise, refused]) };
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
