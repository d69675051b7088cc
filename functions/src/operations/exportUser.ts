// All personal data of a user, as JSON: what a person may ask for.
import type { Owner } from '../domain/session/session.ts';
import type { Services, UserData } from '../services.ts';

/** What no export holds, for it makes tokens or names the device to us, and says nothing of the person. */
const secretFields = ['refresh', 'installation', 'attemptHash', 'deviceHash', 'owed'];

export type ExportedDocument = Record<string, unknown>;
export type UserExport = Record<keyof UserData, ExportedDocument[]> & {
  /** What is remembered of the Firebase account, also of a deleted one. */
  firebaseAccount: ExportedDocument | null;
};

/** Plain JSON values; times in ISO 8601, UTC. Of a user of whom nothing is kept, empty lists and null. */
export async function exportUser(
  { sessions }: Pick<Services, 'sessions'>,
  owner: Owner,
): Promise<UserExport> {
  const [data, firebaseAccount] = await Promise.all([
    sessions.findAllOf(owner),
    sessions.findFirebaseAccount(owner),
  ]);
  return {
    firebaseAccount: firebaseAccount && toExported(firebaseAccount),
    sessions: data.sessions.map(toExported),
    secrets: data.secrets.map(toExported),
    events: data.events.map(toExported),
  };
}

function toExported(document: object): ExportedDocument {
  const fields = Object.entries(document).filter(([name]) => !secretFields.includes(name));
  return JSON.parse(JSON.stringify(Object.fromEntries(fields))) as ExportedDocument;
}
