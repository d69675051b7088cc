// Throughput and latency of the deployed functions over HTTP, in one process as one instance of Cloud
// Functions runs them, beside the least that a callable on Firestore can do: read one document.
import { randomUUID } from 'node:crypto';
import type { Cell, Measure } from './part.ts';
import type { Program, ProgramDevice } from '../../functions/test/emulator/support/tokenProgram.ts';
import { guarded, idTokenOf } from '../../functions/test/emulator/support/tokenProgram.ts';
import type { TokenResponse } from '../../functions/src/operations/issueTokens.ts';
import { withBackend } from './support/backend.ts';
import type { Load, Reply } from './support/load.ts';
import { addLoad, noLoad, post, resultOf } from './support/load.ts';

const concurrencies = [1, 16, 80];
/** Live sessions of each user. */
const sessions = 5;

type Call = (caller: number) => Promise<Reply>;

export const measure: Measure = async ({ quick, progress }) => {
  const rounds = quick ? 1 : 3;
  const ms = quick ? 300 : 600;
  return await withBackend(async (program) => {
    const users = await signIn(program, Math.max(...concurrencies), progress);
    const { openers, others } = callsOn(program, users);
    const loads = new Map<string, Load>();
    // What adds sessions comes last: a query of the embedded Firestore looks at every document.
    for (const group of [others, openers]) {
      for (let round = -1; round < rounds; round += 1) {
        for (const callers of concurrencies) {
          for (const [name, call] of Object.entries(group)) {
            const key = `${name} ${callers}`;
            const load = loads.get(key) ?? noLoad();
            // The first round warms up.
            if (round >= 0) loads.set(key, load);
            await addLoad(load, { callers, ms }, async (caller) =>
              required(name, await call(caller)),
            );
          }
        }
        progress(`${Object.keys(group).length} functions, round ${round + 1} of ${rounds}`);
      }
    }
    const names = [...Object.keys(others), ...Object.keys(openers)];
    return toPart(names, (name, callers) => resultOf(loads.get(`${name} ${callers}`)!));
  });
};

function toPart(
  names: string[],
  result: (name: string, callers: number) => ReturnType<typeof resultOf>,
) {
  const rows: Cell[][] = names.map((name) => [
    name,
    ...concurrencies.flatMap((callers) => {
      const { perSecond, p50, p95 } = result(name, callers);
      return [perSecond, p50, p95];
    }),
    result(name, 1).p50 / result('floor', 1).p50,
  ]);
  const columns = concurrencies.flatMap((callers) => [
    `calls/s at ${callers}`,
    `p50 ms at ${callers}`,
    `p95 ms at ${callers}`,
  ]);
  return {
    name: 'throughput',
    tables: [{ name: 'throughput', columns: ['function', ...columns, '× floor'], rows }],
    charts: [
      {
        name: 'latency',
        title: 'Latency over HTTP, one caller',
        unit: 'ms: p50, line from the least to p95',
        groups: [
          {
            label: '',
            bars: names.map((name) => {
              const { p50: value, min: low, p95: high } = result(name, 1);
              return { label: name, value, low, high, ours: name !== 'floor' };
            }),
          },
        ],
      },
    ],
  };
}

/** Signs in a user for each caller, on as many devices; resolves to the devices that call. */
async function signIn(program: Program, count: number, progress: (line: string) => void) {
  progress(`signing in ${count} users on ${sessions} devices each`);
  const users: ProgramDevice[] = [];
  for (let user = 0; user < count; user += 1) {
    const userId = `user-${randomUUID()}`;
    const devices = [];
    while (devices.length < sessions) devices.push(await program.logIn(userId));
    users.push(devices[0]!);
  }
  return users;
}

function callsOn(program: Program, users: ProgramDevice[]) {
  const json = { 'content-type': 'application/json' };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const callable = (name: string, idToken: string, data: object = {}) =>
    post(
      `${program.url}/${name}`,
      { ...json, authorization: `Bearer ${idToken}` },
      JSON.stringify({ data }),
    );
  const endpoint = (name: string, fields: Record<string, string>, headers = {}) =>
    post(`${program.url}/${name}`, { ...form, ...headers }, new URLSearchParams(fields).toString());
  const at = (caller: number) => users[caller]!;
  const refreshTokens = users.map(({ tokens }) => tokens.refresh_token);
  const authorized = { authorization: `Bearer ${program.secrets.INTROSPECTION_SECRET}` };

  const others: Record<string, Call> = {
    floor: (caller) => callable('floor', at(caller).idToken),
    'onSessionCall (the guard)': (caller) => callable(guarded.call, at(caller).idToken),
    'onSessionRequest (the guard)': (caller) =>
      endpoint(guarded.request, {}, { authorization: `Bearer ${at(caller).tokens.access_token}` }),
    introspectToken: (caller) =>
      endpoint('introspectToken', { token: at(caller).tokens.access_token }, authorized),
    listSessions: (caller) => callable('listSessions', at(caller).idToken),
    updateSession: (caller) => callable('updateSession', at(caller).idToken),
    refreshTokens: async (caller) => {
      const fields = { grant_type: 'refresh_token', refresh_token: refreshTokens[caller]! };
      const reply = await endpoint('refreshTokens', fields);
      if (reply.status === 200) {
        refreshTokens[caller] = (JSON.parse(reply.text) as TokenResponse).refresh_token;
      }
      return reply;
    },
  };
  const openers: Record<string, Call> = {
    registerSession: () => {
      const device = { deviceId: randomUUID(), deviceName: 'Galaxy S24', deviceType: 'ANDROID' };
      return callable('registerSession', idTokenOf(`user-${randomUUID()}`), device);
    },
  };
  return { others, openers };
}

/** A refusal would be fast, and no measure of anything. */
function required(name: string, { status, text }: Reply): void {
  if (status !== 200) throw new Error(`${name} answered ${status}: ${text}`);
}
