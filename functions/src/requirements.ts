// What the project must allow the functions. The Firebase CLI reads it before a deployment, and enables
// and grants it. A running function skips it: the import takes as long as all the others together.
import { createRequire } from 'node:module';
import type * as Functions from 'firebase-functions/v2';
import { kitInstance } from './config.ts';

if (process.env.FUNCTIONS_CONTROL_API === 'true') {
  const { requiresAPI, requiresRole } = createRequire(import.meta.url)(
    'firebase-functions/v2',
  ) as typeof Functions;

  requiresAPI('firestore.googleapis.com', 'Holds the sessions.');
  requiresAPI('identitytoolkit.googleapis.com', 'Firebase Authentication: the accounts.');
  requiresAPI('iamcredentials.googleapis.com', 'Signs the custom tokens.');
  requiresAPI('fcm.googleapis.com', 'Sends login alerts and forced logouts.');
  requiresAPI('cloudtasks.googleapis.com', 'Tries failed pushes again, erases deleted accounts.');
  requiresAPI('cloudscheduler.googleapis.com', 'Runs the sweep every five minutes.');

  // A kit's functions get a service account of their own with just these roles. Elsewhere the account
  // is the team's, who grant them more narrowly (docs/deploying.md, "Roles").
  if (kitInstance) {
    // Accounts, and the views of their sessions.
    requiresRole('roles/datastore.user');
    // To receive the events of new sessions.
    requiresRole('roles/eventarc.eventReceiver');
    // To look at accounts, and to sign custom tokens as the account itself.
    requiresRole('roles/firebaseauth.viewer');
    requiresRole('roles/iam.serviceAccountTokenCreator');
    requiresRole('roles/firebasecloudmessaging.admin');
    // To queue pushes that failed, and to be let in where they are tried again.
    requiresRole('roles/cloudtasks.enqueuer');
    requiresRole('roles/iam.serviceAccountUser');
    requiresRole('roles/run.invoker');
    // To tell after the first deployment what is missing.
    requiresRole('roles/firebaserules.viewer');
  }
}
