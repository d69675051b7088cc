// Alice and Bob: each browser has its own, so that labs side by side do not meet.
import type { Environment } from '../environment.ts';

export interface Person {
  uid: string;
  name: 'Alice' | 'Bob';
  email: string;
}

export const labPassword = 'password123';

const idKey = 'lab.id';

/** The id of this browser's lab; made at first use. */
export function labId(): string {
  const id = localStorage.getItem(idKey) ?? crypto.randomUUID();
  localStorage.setItem(idKey, id);
  return id;
}

export function peopleOf(lab: string): Person[] {
  return (['Alice', 'Bob'] as const).map((name) => {
    const uid = `lab-${lab}-${name.toLowerCase()}`;
    return { uid, name, email: `${uid}@example.com` };
  });
}

/** Makes those that the emulator does not know. Returns whether it knew none: then it has begun anew. */
export async function makePeople(environment: Environment, people: Person[]): Promise<boolean> {
  const { users = [] } = (await askAuth(environment, 'accounts:lookup', {
    localId: people.map(({ uid }) => uid),
  })) as { users?: { localId: string }[] };
  const known = new Set(users.map(({ localId }) => localId));
  for (const { uid, name, email } of people.filter((person) => !known.has(person.uid))) {
    await askAuth(environment, 'accounts', {
      ...{ localId: uid, email, emailVerified: true, password: labPassword, displayName: name },
    });
  }
  return known.size === 0;
}

/** Ends their sessions and erases what is kept of them; where that fails, the next lab has other people. */
export async function erasePeople({ endpoints }: Environment, lab: string): Promise<void> {
  try {
    const answer = await fetch(`${endpoints}/labStartOver`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ lab }),
    });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  } catch {
    localStorage.removeItem(idKey);
  }
}

/** Forgets what this browser keeps of the lab, but not whose it is. */
export function clearKept(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith('lab.') && key !== idKey) localStorage.removeItem(key);
  }
}

/** As the project's owner, whom every caller of the emulator may be. */
async function askAuth(
  { emulators, firebase }: Environment,
  method: string,
  body: object,
): Promise<unknown> {
  const { host, port } = emulators!.auth;
  const url = `http://${host}:${port}/identitytoolkit.googleapis.com/v1/projects/${firebase.projectId}/${method}`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer owner' },
    body: JSON.stringify(body),
  });
  if (!answer.ok)
    throw new Error(`The Auth emulator answered ${method} with HTTP ${answer.status}.`);
  return await answer.json();
}
