// The roles and APIs that the Firebase CLI grants and enables before it deploys the built functions.
import assert from 'node:assert/strict';
import { loadManifest, type Manifest } from './firebaseCli.ts';

describe('what the functions need of the project', () => {
  let manifest: Manifest;

  before(async () => {
    manifest = await loadManifest();
  });

  const kit = { FIREBASE_KIT_INSTANCE_ID: 'main' };
  const apisOf = ({ requiredAPIs = [] }: Manifest) => requiredAPIs.map(({ api }) => api);

  it('names each API that they call', () => {
    for (const name of ['firestore', 'identitytoolkit', 'iamcredentials', 'fcm', 'cloudtasks']) {
      assert.ok(apisOf(manifest).includes(`${name}.googleapis.com`), name);
    }
  });

  it('names the roles of a kit, whose service account has no others', async () => {
    const { requiredRoles, endpoints } = await loadManifest(kit);
    assert.deepEqual(requiredRoles?.sort(), [
      'roles/cloudtasks.enqueuer',
      'roles/datastore.user',
      'roles/eventarc.eventReceiver',
      'roles/firebaseauth.viewer',
      'roles/firebasecloudmessaging.admin',
      'roles/firebaserules.viewer',
      'roles/iam.serviceAccountTokenCreator',
      'roles/iam.serviceAccountUser',
      'roles/run.invoker',
    ]);
    assert.deepEqual(Object.keys(endpoints), Object.keys(manifest.endpoints));
  });

  it('names no roles elsewhere: the service account is the team’s own', () => {
    assert.equal(manifest.requiredRoles, undefined);
  });
});
