// Anything as the input of any callable or endpoint, from anybody: each is answered or refused with a
// reason, a refused one has changed nothing, and no log holds a secret. FUZZ_RUNS says how often,
// FUZZ_SEED what it begins with: the same calls for the same number.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { GenericSchema, InferOutput } from 'valibot';
import { SessionError } from '../../src/errors.ts';
import * as inputs from '../../src/http/inputs.ts';
import { parseInput } from '../../src/http/parseInput.ts';
import { answerLogin, answerLoginAlert } from '../../src/operations/answerLogin.ts';
import { confirmLogout } from '../../src/operations/confirmLogout.ts';
import { introspectToken } from '../../src/operations/introspectToken.ts';
import { listSecurityEvents } from '../../src/operations/listSecurityEvents.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { registerSession } from '../../src/operations/registerSession.ts';
import { renameSession } from '../../src/operations/renameSession.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { revokeToken } from '../../src/operations/revokeToken.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { register, signInNow } from '../doubles/device.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';
import { copyOf, secretsOf } from './world.ts';

const runs = Number(process.env.FUZZ_RUNS ?? 5000);
const seed = Number(process.env.FUZZ_SEED ?? 1);
/** Calls on one world, before it is begun anew. */
const callsPerWorld = 200;

type Call = (services: TestServices, device: RegisteredDevice, data: unknown) => Promise<unknown>;

function withInput<Schema extends GenericSchema>(
  schema: Schema,
  run: (s: TestServices, d: RegisteredDevice, input: InferOutput<Schema>) => Promise<unknown>,
): Call {
  return async (services, device, data) => await run(services, device, parseInput(schema, data));
}

const tokenOf = (data: unknown) => String((data as { token?: unknown } | null)?.token ?? data);

const calls: Record<string, Call> = {
  registerSession: withInput(inputs.registerInput, (s, d, input) =>
    registerSession(
      s,
      { ...signInNow(s, d.caller.userId), ip: '77.88.55.242', officialApp: null },
      input,
    ),
  ),
  listSessions: withInput(inputs.listInput, (s, d, input) => listSessions(s, d.caller, input)),
  listSecurityEvents: withInput(inputs.listEventsInput, (s, d, input) =>
    listSecurityEvents(s, d.caller, input),
  ),
  updateSession: withInput(inputs.updateInput, (s, d, input) => updateSession(s, d.caller, input)),
  revokeSession: withInput(inputs.revokeInput, (s, d, input) => revokeSession(s, d.caller, input)),
  revokeOtherSessions: withInput(inputs.revokeOthersInput, (s, d, input) =>
    revokeOtherSessions(s, d.caller, input),
  ),
  signOut: withInput(inputs.signOutInput, (s, d, input) => signOut(s, d.caller, input)),
  renameSession: withInput(inputs.renameInput, (s, d, { sessionId, deviceName }) =>
    renameSession(s, d.caller, { sessionId, deviceName: deviceName ?? 'Phone' }),
  ),
  answerLogin: withInput(inputs.answerInput, (s, d, input) => answerLogin(s, d.caller, input)),
  answerLoginAlert: (s, _, data) => answerLoginAlert(s, { token: tokenOf(data), wasMe: false }),
  confirmLogout: (s, _, data) => confirmLogout(s, tokenOf(data)),
  refreshTokens: (s, _, data) => refreshTokens(s, tokenOf(data)),
  revokeToken: (s, _, data) => revokeToken(s, tokenOf(data)),
  introspectToken: (s, _, data) => introspectToken(s, tokenOf(data), 'refresh_token'),
};

describe('any input from anybody', () => {
  let world: TestServices;
  let devices: RegisteredDevice[];
  before(async () => {
    world = testServices();
    devices = [
      await register(world, 'the-owners-phone-of-alice'),
      await register(world, 'a-strangers-phone-of-alice'),
      await register(world, 'the-phone-of-somebody-else', signInNow(world, 'bob')),
    ];
  });

  it(`is answered, or refused with a reason and without a trace (seed ${seed})`, async () => {
    let services = copyOf(world);
    let made = 0;
    const count = { answered: 0, refused: 0 };
    const property = fc.asyncProperty(callOf(devices), async ({ name, from, data }) => {
      if (made % callsPerWorld === 0) services = copyOf(world);
      made += 1;
      const before = traceOf(services);
      const [result] = await Promise.allSettled([
        calls[name]!(services, devices[from % devices.length]!, data),
      ]);
      count[result.status === 'fulfilled' ? 'answered' : 'refused'] += 1;
      if (result.status === 'rejected') {
        const error: unknown = result.reason;
        assert.ok(error instanceof SessionError, `${name}: ${String(error)}`);
        // A token that was stolen is refused, and ends its session.
        const last = [...services.sessions.content.events.values()].at(-1)?.type;
        const isTheft = error.reason === 'token_invalid' && last === 'credential-compromise';
        if (!isTheft) assert.equal(traceOf(services), before, name);
      }
      const log = JSON.stringify(services.logged);
      for (const secret of secretsOf(services)) assert.ok(!log.includes(secret), log);
      services.logged.length = 0;
    });
    await fc.assert(property, { numRuns: runs, seed });
    assert.ok(count.answered > runs / 20 && count.refused > runs / 20, JSON.stringify(count));
  });
});

function traceOf({ sessions: { content } }: TestServices): string {
  return JSON.stringify([[...content.accounts], [...content.views], content.events.size]);
}

/** A call by some device with data that is right, or wrong in some place, or anything. */
function callOf(devices: readonly RegisteredDevice[]) {
  const known = devices.flatMap(({ caller, tokens, deviceToken }) => [
    caller.sessionId,
    caller.deviceId,
    tokens.refresh_token,
    tokens.access_token,
    deviceToken,
  ]);
  const text = fc.oneof(
    fc.constantFrom(...known),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('', '\ud800', '..', 'a.b.c', '__proto__', 'x'.repeat(5000)),
  );
  const any = fc.oneof(text, fc.jsonValue({ maxDepth: 3 }), fc.boolean());
  const right = {
    sessionId: fc.constantFrom(...devices.map(({ caller }) => caller.sessionId)),
    deviceId: fc.constantFrom(...devices.map(({ caller }) => caller.deviceId)),
    deviceName: fc.string({ unit: 'binary', maxLength: 120 }),
    deviceType: fc.constantFrom('IOS', 'ANDROID', 'WEB'),
    wasMe: fc.boolean(),
    token: fc.constantFrom(...known),
    includeEnded: fc.boolean(),
    forget: fc.boolean(),
    pushToken: text,
    deviceToken: text,
    refreshToken: text,
    attempt: text,
    platform: text,
    appVersion: text,
    locale: text,
    pageToken: text,
    reauthToken: text,
  };
  const fields: Record<string, (keyof typeof right)[]> = {
    registerSession: ['deviceId', 'deviceName', 'deviceType'],
    listSessions: [],
    listSecurityEvents: [],
    updateSession: [],
    revokeSession: ['sessionId'],
    revokeOtherSessions: [],
    signOut: [],
    renameSession: ['sessionId', 'deviceName'],
    answerLogin: ['sessionId', 'wasMe'],
  };
  return fc.constantFrom(...Object.keys(calls)).chain((name) => {
    const needed = Object.fromEntries((fields[name] ?? ['token']).map((key) => [key, right[key]]));
    const [key, odd] = [fc.constantFrom(...Object.keys(right)), any];
    const data = fc.oneof(
      { weight: 3, arbitrary: fc.record(needed) },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.record(needed), fc.dictionary(key, odd, { maxKeys: 2 }))
          .map(([one, other]) => ({ ...one, ...other })),
      },
      { weight: 1, arbitrary: any },
    );
    return fc.record({ name: fc.constant(name), from: fc.nat(20), data });
  });
}
