// A second factor in the Auth emulator, where no SMS goes out: by REST, since the SDK wants a reCAPTCHA.
import type { TestUser } from './users.ts';
import { askAsOwner } from './users.ts';
import { findStack } from './stack.ts';

const mfaEnrollmentId = 'phone-1';

/** Enrols this telephone number for the account: from now on no sign-in does without it. */
export async function enrolPhone({ userId: localId }: TestUser, phoneInfo: string): Promise<void> {
  const mfa = { enrollments: [{ mfaEnrollmentId, phoneInfo }] };
  await askAsOwner('accounts:update', { localId, emailVerified: true, mfa });
}

/** Signs in with password and the code sent to the enrolled telephone; the ID token of this sign-in. */
export async function signInWithSecondFactor({ email, password }: TestUser): Promise<string> {
  const { mfaPendingCredential } = await post<{ mfaPendingCredential: string }>(
    'v1/accounts:signInWithPassword',
    { email, password, returnSecureToken: true },
  );
  const { phoneResponseInfo } = await post<{ phoneResponseInfo: { sessionInfo: string } }>(
    'v2/accounts/mfaSignIn:start',
    { mfaPendingCredential, mfaEnrollmentId, phoneSignInInfo: {} },
  );
  const { sessionInfo } = phoneResponseInfo;
  const code = await readCode(sessionInfo);
  const { idToken } = await post<{ idToken: string }>('v2/accounts/mfaSignIn:finalize', {
    mfaPendingCredential,
    phoneVerificationInfo: { sessionInfo, code },
  });
  return idToken;
}

/** The code that the SMS would bring. */
async function readCode(sessionInfo: string): Promise<string | undefined> {
  const { auth, project } = findStack();
  const response = await fetch(`http://${auth}/emulator/v1/projects/${project}/verificationCodes`);
  const { verificationCodes } = (await response.json()) as {
    verificationCodes: { sessionInfo: string; code: string }[];
  };
  return verificationCodes.find((sent) => sent.sessionInfo === sessionInfo)?.code;
}

async function post<Answer>(path: string, body: object): Promise<Answer> {
  const url = `http://${findStack().auth}/identitytoolkit.googleapis.com/${path}?key=emulator`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
