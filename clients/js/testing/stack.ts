// Where the running emulators are, as `npm run demo` and `npm run emulators:exec` tell it.

export interface StackAddress {
  project: string;
  region: string;
  /** The origin of the page, which publishes the metadata too. */
  page: string;
  /** `host:port` each. */
  auth: string;
  functions: string;
}

/** Throws where no stack is named. */
export function findStack(): StackAddress {
  const {
    GCLOUD_PROJECT: project,
    FIREBASE_AUTH_EMULATOR_HOST: auth,
    FUNCTIONS_EMULATOR_HOST: functions,
    DEVICE_SESSIONS_PAGE: page,
  } = process.env;
  if (!project || !auth || !functions || !page) {
    throw new Error('No emulators are named: use npm run demo, or npm run emulators:exec.');
  }
  return { project, region: 'us-central1', page, auth, functions };
}
