import assert from 'node:assert/strict';
import { allOutwardImports, outwardImports } from '../checks/inwardImports.ts';

const allowed: [string, string][] = [
  ['domain/push/loginAlert.ts', "import type { Place } from '../place/place.ts';"],
  ['domain/registration/limits.ts', "import type { Session } from '../session/session.ts';"],
  ['domain/session/session.ts', "import { SessionError } from '../../errors.ts';"],
  ['domain/session/session.ts', "import { createHash } from 'node:crypto';"],
  ['operations/signOut.ts', "import type { Services } from '../services.ts';"],
  ['store/documents.ts', "import { Timestamp } from '@google-cloud/firestore';"],
  ['tokens/jwt.ts', "import { SignJWT } from 'jose';"],
  ['clients/ipapi.ts', "import { request } from 'undici';"],
  ['functions/signOut.ts', "import { services } from '../wiring.ts';"],
  ['wiring.ts', "const { getAuth } = await import('firebase-admin/auth');"],
  ['index.ts', "export { signOut } from './functions/signOut.ts';"],
];

const refused: [string, string][] = [
  ['domain/session/session.ts', "import { documents } from '../../store/documents.ts';"],
  ['domain/session/plan.ts', "import { ending } from '../revocation/revocation.ts';"],
  ['domain/revocation/receivers.ts', "import type { PushMessage } from '../push/pushMessage.ts';"],
  ['domain/texts/index.ts', "import { signOut } from '../../operations/signOut.ts';"],
  ['domain/session/session.ts', "import { Timestamp } from 'firebase-admin/firestore';"],
  ['operations/signOut.ts', "import { HttpsError } from 'firebase-functions/v2/https';"],
  ['operations/signOut.ts', "import { jwt } from '../tokens/jwt.ts';"],
  ['operations/signOut.ts', "export { services } from '../wiring.ts';"],
  ['operations/signOut.ts', "const jose = await import('jose');"],
  ['store/documents.ts', "import { getMessaging } from 'firebase-admin/messaging';"],
  ['store/documents.ts', "import { ipapi } from '../clients/ipapi.ts';"],
  ['tokens/jwt.ts', "import { getFirestore } from 'firebase-admin/firestore';"],
  ['clients/ipapi.ts', "import { SignJWT } from 'jose';"],
  ['http/callable.ts', "import { documents } from '../store/documents.ts';"],
  ['functions/signOut.ts', "import { documents } from '../store/documents.ts';"],
  ['functions/signOut.ts', "import { request } from 'undici';"],
  ['config.ts', "import { services } from './wiring.ts';"],
  ['index.ts', "import { services } from './wiring.ts';"],
  ['operations/signOut.ts', "import type {\n  Store,\n} from '../store/documents.ts';"],
  ['operations/signOut.ts', "import '../wiring.ts';"],
  ['operations/signOut.ts', 'const loaded = await import(name);'],
  ['unlisted.ts', "import { SessionError } from './errors.ts';"],
];

describe('imports point inward', () => {
  for (const [file, code] of allowed) {
    it(`${file} may: ${code}`, () => assert.deepEqual(outwardImports(file, code), []));
  }

  for (const [file, code] of refused) {
    it(`${file} may not: ${code}`, () => assert.equal(outwardImports(file, code).length > 0, true));
  }

  it('in all of functions/src', () => assert.deepEqual(allOutwardImports(), []));
});
