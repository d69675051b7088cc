// Rules on Google's Firestore emulator: the project's own rules file, and documents as the backend leaves them.
import { readFileSync } from 'node:fs';
import type { RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { initializeTestEnvironment } from '@firebase/rules-unit-testing';
import { setLogLevel } from 'firebase/firestore';

export type Client = ReturnType<
  ReturnType<RulesTestEnvironment['authenticatedContext']>['firestore']
>;

// A refusal is what most of these tests want; the SDK would print each.
setLogLevel('silent');

export const rulesText = readFileSync(new URL('../../../firestore.rules', import.meta.url), 'utf8');

const anchor = '    match /deviceSessions/{sessionId} {';
const withCollection = (rules: string, name: string, condition: string) =>
  rules.replace(
    anchor,
    `    match /${name}/{id} { allow read, write: if ${condition}(); }\n\n${anchor}`,
  );

/** With a collection of a team, `notes`, that is open to live sessions. */
export const rulesWithNotes = withCollection(rulesText, 'notes', 'hasLiveSession');

/** And another one, `secrets`, that is open to confirmed ones. */
export const rulesWithSecrets = withCollection(rulesWithNotes, 'secrets', 'hasConfirmedSession');

/** FIRESTORE_EMULATOR_HOST says where; each test file has a project, and so rules, of its own. */
export async function openRules(
  projectId: string,
  rules: string = rulesText,
): Promise<RulesTestEnvironment> {
  const address = process.env.FIRESTORE_EMULATOR_HOST;
  if (!address) throw new Error('no emulator is running: use npm test -- --official');
  const { hostname, port } = new URL(`http://${address}`);
  return await initializeTestEnvironment({
    projectId,
    firestore: { host: hostname, port: Number(port), rules },
  });
}

/** A session id like those of the backend: 22 characters, base64url. */
export function sessionIdOf(name: string): string {
  return name.padEnd(22, '_');
}

/** What matters to rules in a session's document; live unless `fields` say otherwise. */
export function sessionOf(userId: string, fields: object = {}): Record<string, unknown> {
  return {
    userId,
    deviceName: 'Phone',
    revoked: false,
    revokedReason: null,
    expiresAt: new Date(Date.now() + 86_400_000),
    ...fields,
  };
}

export const past = new Date(Date.now() - 1000);

/** Writes documents as the backend does: past the rules. */
export async function seed(
  rules: RulesTestEnvironment,
  documents: Record<string, Record<string, unknown>>,
): Promise<void> {
  await rules.withSecurityRulesDisabled(async (context) => {
    const firestore = context.firestore();
    await Promise.all(
      Object.entries(documents).map(([path, fields]) => firestore.doc(path).set(fields)),
    );
  });
}

/** The Firestore of a user whose ID token carries this `sid`, whatever that is; none if undefined. */
export function clientOf(
  rules: RulesTestEnvironment,
  userId: string,
  sid?: unknown,
  tenant?: string,
): Client {
  const claims = {
    ...(sid !== undefined && { sid, device_id: 'device-01' }),
    ...(tenant !== undefined && { firebase: { tenant, sign_in_provider: 'password' as const } }),
  };
  return rules.authenticatedContext(userId, claims).firestore();
}
