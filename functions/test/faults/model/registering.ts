// All ways to register, with whatever may be shown: what opens, who counts as the owner, who ends.
import assert from 'node:assert/strict';
import { hourMs } from '../../../src/domain/session/policy.ts';
import type { RegistrationInput } from '../../../src/operations/registerSession.ts';
import { carrying, register, signInNow } from '../../doubles/device.ts';
import type { Shown } from './ledger.ts';
import type { Device, World } from './world.ts';
import { hasRunOut, installationOf, observe, refusalOf } from './world.ts';

/** What the sign-in is: made now, that of the last registration, from before the roll-out, or a session's. */
const ways = ['new', 'new', 'new', 'same attempt', 'same sign-in', 'roll-out', 'session'] as const;

export async function registerAs(world: World, device: Device): Promise<string> {
  const { services, random, held, ledgers, accounts, deviceTokens } = world;
  const ledger = ledgers[device.person];
  const before = held.get(device);
  const way = before ? random.of(ways) : random.oneIn(5) ? 'roll-out' : 'new';
  services.pass({ seconds: 2 });

  let signIn = signInNow(services, device.person);
  if (before && (way === 'same attempt' || way === 'same sign-in')) signIn = before.signIn;
  if (way === 'roll-out') {
    const signedInAt = new Date(Date.UTC(2026, 1, 1 + random.below(27), random.below(24)));
    signIn = { ...signIn, signedInAt };
  }
  if (before && way === 'session') signIn = carrying(signIn, before.caller);
  const attempt = before && way === 'same attempt' ? before.attempt : `attempt-${services.newId()}`;
  const input = { ...whatIsShown(world, device), deviceType: device.type, attempt };

  const now = services.now().getTime();
  const account = accounts[device.person];
  const made = account?.createdAt.getTime() ?? null;
  const isInOrder =
    account !== null &&
    !account.disabled &&
    !(account.tokensValidAfter && signIn.signedInAt < account.tokensValidAfter);
  const shown: Shown = {
    installation: (input.deviceToken && input.deviceToken.split('.')[0]) || null,
    refreshToken: input.refreshToken ?? null,
    attempt,
    signedInAt: signIn.signedInAt.getTime(),
  };
  const seen = await observe(world, device.person);
  const accountRefusal = ledger.accountRefusal(made, isInOrder);
  const isAnew = made !== null && ledger.isNew(made);
  const attempted = isAnew ? undefined : ledger.attempted(shown);
  const isSpent = ledger.isSpent(shown.signedInAt);
  const isRollOut = ledger.isRollOut(shown.signedInAt, now);
  const reasons = made === null ? [] : ledger.mayBeConfirmed(shown, made, now);
  const { stolen, possessed } = ledger.judge(shown.refreshToken, now);
  // A possession counts before the device token, where they name two.
  const installation = possessed?.installation ?? shown.installation;
  const isKnownAndLive = ledger
    .live()
    .some((one) => one.installation === installation && seen.get(one.id)?.confirmed);
  const isClosed =
    !isAnew &&
    (ledger.isClosed(shown.installation) ||
      (stolen !== undefined && stolen.installation === shown.installation));

  const name = `${device.name} of ${device.person} (${way})`;
  const answer: { of?: Awaited<ReturnType<typeof register>> } = {};
  const refusal = await refusalOf(
    register(services, `device-of-${device.name}`, signIn, input).then((one) => {
      answer.of = one;
    }),
  );
  const after = await observe(world, device.person);

  if (!answer.of) {
    assert.deepEqual(after, seen, `${name}: a refused registration changed something`);
    if (signIn.session) {
      const { sessionId } = signIn.session;
      const isLive = ledger.find(sessionId)?.ended === null && !hasRunOut(world, sessionId);
      const isOpen = refusal === 'session_open';
      assert.equal(isOpen, isLive, `${name}: refused with ${refusal}`);
    } else if (accountRefusal === 'account_revived') assert.equal(refusal, 'account_revived', name);
    else if (accountRefusal) assert.equal(refusal, accountRefusal, name);
    else if (!isSpent && way === 'new' && isKnownAndLive && !stolen) {
      assert.fail(`${name}: a known device was refused with ${refusal}`);
    }
    return `${name}: ${refusal}`;
  }

  assert.equal(signIn.session, null, `${name}: the token of a session opened another`);
  assert.equal(accountRefusal, null, `${name}: its account was to be refused`);
  const { session, tokens, deviceToken } = answer.of;
  const id = session.sessionId;
  if (attempted) {
    ledger.tokenSigned(made!, now);
    assert.equal(id, attempted.id, `${name}: the same attempt opened another session`);
    return `${name}: answered again`;
  }
  const isTaken = installationOf(answer.of) === shown.installation;
  assert.ok(!isTaken || !isClosed, `${name}: a closed device came back by its device token`);
  const isYoung = now - shown.signedInAt <= services.policy.signInMaxAgeSeconds * 1000;
  assert.ok(isYoung || isRollOut, `${name}: an old sign-in opened a session`);
  assert.ok(!isSpent, `${name}: a spent sign-in opened a session`);
  const isDue = reasons.includes('first') || isRollOut || (isKnownAndLive && !stolen);
  if (session.confirmed) assert.ok(reasons.length > 0, `${name}: confirmed for no reason`);
  else assert.ok(!isDue, `${name}: ${reasons.join()}, and yet not confirmed`);
  const replaced = ledger.live().filter((one) => one.installation === installationOf(answer.of!));
  const isContinued = possessed !== undefined && replaced.includes(possessed);
  const isNewDevice = !session.confirmed && !isContinued;

  ledger.opened(
    {
      ...{ id, device: device.name, confirmed: session.confirmed, attempt },
      installation: installationOf(answer.of),
      signIns: new Set([Math.floor(shown.signedInAt / 1000)]),
      createdAt: Date.parse(session.createdAt),
      current: tokens.refresh_token,
    },
    shown,
    made!,
    now,
  );
  ledger.tokenSigned(made!, now);
  if (isNewDevice) assertWithinRate(world, device, name);
  if (isNewDevice) ledger.newDevice(installationOf(answer.of), now);
  for (const [other, { confirmed, endedBy }] of seen) {
    if (endedBy !== null || !confirmed || session.confirmed) continue;
    const reason = after.get(other)?.endedBy;
    const isFair = reason === null || reason === 'account' || stolen?.id === other;
    assert.ok(isFair, `${name}: a new device ended a confirmed session by ${String(reason)}`);
  }
  const pushToken = input.pushToken?.value ?? null;
  takePushToken(world, device, answer.of, pushToken);
  if (isNewDevice || (session.confirmed && replaced.some((one) => one !== possessed))) {
    const receivers = [...after]
      .filter(([other, { confirmed, endedBy }]) => other !== id && confirmed && endedBy === null)
      .map(([other]) => other)
      .filter((other) => world.pushTokens.has(other));
    const sentBefore = services.sent.length;
    world.alerts.push({ person: device.person, id, receivers, sentBefore });
  }
  held.set(device, { ...answer.of, attempt, refreshTokens: [tokens.refresh_token] });
  // Whoever signs in there: Bob uses the app on Alice's phone.
  deviceTokens.set(device.name, deviceToken);
  return `${name}: ${session.confirmed ? 'confirmed' : 'unconfirmed'}`;
}

/** Own tokens, some of them, or a thief's copies of the owner's. */
function whatIsShown(world: World, device: Device): Partial<RegistrationInput> {
  const { random, held, deviceTokens } = world;
  const victims = [...held.keys()].filter(
    (one) => one.person === device.person && !one.isThiefs && one !== device,
  );
  const source =
    device.isThiefs && victims.length > 0 && random.oneIn(3) ? random.of(victims) : device;
  const own = deviceTokens.get(source.name);
  const refreshTokens = held.get(source)?.refreshTokens ?? [];
  const pushToken = { kind: 'token' as const, value: `push-${device.name}` };
  return {
    pushToken: random.oneIn(8) ? null : pushToken,
    deviceToken: own !== undefined && !random.oneIn(4) ? own : null,
    refreshToken:
      refreshTokens.length > 0 && random.oneIn(2) ? random.of(refreshTokens.slice(-4)) : null,
  };
}

/** It moves on one installation, whoever signs in there, and to a confirmed session of the same person. */
function takePushToken(
  { ledgers, pushTokens }: World,
  { person }: Device,
  newcomer: Parameters<typeof installationOf>[0] & {
    session: { sessionId: string; confirmed: boolean };
  },
  pushToken: string | null,
): void {
  const { sessionId, confirmed } = newcomer.session;
  for (const [other, value] of pushTokens) {
    if (value !== pushToken || other === sessionId) continue;
    const own = ledgers[person].find(other);
    const theirs = own ?? Object.values(ledgers).flatMap((one) => one.find(other) ?? [])[0];
    const isThere = theirs?.installation === installationOf(newcomer);
    if (isThere || (own && confirmed)) pushTokens.delete(other);
  }
  if (pushToken !== null) pushTokens.set(sessionId, pushToken);
}

/** NEW_DEVICES_PER_HOUR, since the account has changed. */
function assertWithinRate(
  { services, accounts, ledgers }: World,
  { person }: Device,
  name: string,
) {
  const now = services.now().getTime();
  const since = Math.max(now - hourMs, accounts[person]?.tokensValidAfter?.getTime() ?? 0);
  const isWithin = ledgers[person].newDevicesSince(since) < services.policy.newDevicesPerHour;
  assert.ok(isWithin, `${name}: one new device too many`);
}
