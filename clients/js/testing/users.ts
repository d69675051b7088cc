// Accounts in the Auth emulator, made and looked up through its REST interface.
import { randomUUID } from 'node:crypto';
import type { Credentials } from './app.ts';
import { findStack } from './stack.ts';

export interface TestUser extends Credentials {
  userId: string;
}

/** A new account; with an address that nobody has, if none is given. */
export async function createUser(
  credentials: Credentials = { email: `${randomUUID()}@example.com`, password: 'password123' },
): Promise<TestUser> {
  const { localId } = await ask('accounts:signUp', { ...credentials });
  return { ...credentials, userId: localId };
}

/** The account with these credentials, made where there is none. */
export async function findOrCreateUser(credentials: Credentials): Promise<TestUser> {
  const { users } = await askAsOwner<{ users?: { localId: string }[] }>('accounts:lookup', {
    email: [credentials.email],
  });
  const userId = users?.[0]?.localId;
  return userId === undefined ? await createUser(credentials) : { ...credentials, userId };
}

async function ask(method: string, body: object): Promise<{ localId: string }> {
  return await send(`${method}?key=emulator`, body, {});
}

/** As the project's owner, for whom the emulator's token is "owner". */
export async function askAsOwner<Answer>(method: string, body: object): Promise<Answer> {
  const path = `projects/${findStack().project}/${method}`;
  return await send(path, body, { authorization: 'Bearer owner' });
}

async function send<Answer>(path: string, body: object, headers: object): Promise<Answer> {
  const url = `http://${findStack().auth}/identitytoolkit.googleapis.com/v1/${path}`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
