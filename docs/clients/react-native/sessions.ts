// The same client in React Native: the core of @device-sessions/client on React Native Firebase.
import { getAuth, signInWithCustomToken, signOut } from '@react-native-firebase/auth';
import { getFunctions, httpsCallableFromUrl } from '@react-native-firebase/functions';
import { getMessaging, getToken, type RemoteMessage } from '@react-native-firebase/messaging';
import * as Keychain from 'react-native-keychain';
import DeviceInfo from 'react-native-device-info';
import { getLocales } from 'react-native-localize';
import { Platform } from 'react-native';
import 'react-native-get-random-values';
import {
  findFunctionUrls,
  makeSessionsClient,
  type FunctionName,
  type Storage,
  type Transports,
} from '@device-sessions/client/core';
import { deleteWhatTheAppKeeps } from './appData';

// Your REGION and project; all else is in the metadata that is found by it.
const urlOf = findFunctionUrls('https://us-central1-my-project.cloudfunctions.net');

/** Not in backups: a device token that is restored elsewhere would name two devices. */
const storage: Storage = {
  async getItem(key) {
    const kept = await Keychain.getGenericPassword({ service: key });
    return kept ? kept.password : null;
  },
  setItem: (key, value) =>
    Keychain.setGenericPassword('device', value, {
      service: key,
      accessible: Keychain.ACCESSIBLE.AFTER_FIRST_UNLOCK_THIS_DEVICE_ONLY,
    }),
  removeItem: (key) => Keychain.resetGenericPassword({ service: key }),
};

const transports: Transports = {
  async call(name, data) {
    const url = await urlOf(name as FunctionName);
    return (await httpsCallableFromUrl(getFunctions(), url)(data)).data;
  },

  async post(name, body) {
    const answer = await fetch(await urlOf(name as FunctionName), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json().catch(() => null) };
  },

  async identity() {
    await getAuth().authStateReady();
    const user = getAuth().currentUser;
    if (user === null) return null;
    const { claims } = await user.getIdTokenResult();
    return {
      userId: user.uid,
      sessionId: typeof claims['sid'] === 'string' ? claims['sid'] : null,
      signedInAt: Number(claims['auth_time']),
    };
  },

  signInWithCustomToken: (token) => signInWithCustomToken(getAuth(), token),
  signOut: () => signOut(getAuth()),
  fetch: (request) => fetch(request),
};

export const sessions = makeSessionsClient({
  transports,
  storage,
  async describe() {
    return {
      deviceName: await DeviceInfo.getDeviceName(),
      deviceType: Platform.OS === 'ios' ? 'IOS' : 'ANDROID',
      platform: `${DeviceInfo.getSystemName()} ${DeviceInfo.getSystemVersion()}`,
      appVersion: DeviceInfo.getVersion(),
      locale: getLocales()[0]?.languageTag ?? null,
    };
  },
});

sessions.onEnded(async ({ wipe }) => {
  if (wipe) await deleteWhatTheAppKeeps();
});

/** After every sign-in, and at every start of the app. */
export async function startSession() {
  await sessions.start({ pushToken: await getToken(getMessaging()) });
}

/**
 * In index.js, outside of every component: `setBackgroundMessageHandler(getMessaging(), onPush)` and
 * `onMessage(getMessaging(), onPush)`.
 */
export async function onPush({ data = {} }: RemoteMessage) {
  // force_logout: asks the server, wipes by onEnded, sends the receipt. Others: the list has changed.
  await sessions.handlePush(data as Record<string, string>);
  // On Android draw login_alert and security_alert here, with the labels that are in `data`.
}

/** For the buttons of an alert. Shows what came of it: a refused answer has closed nothing. */
export async function answerAlert(
  answerToken: string,
  wasMe: boolean,
  say: (text: string) => void,
) {
  try {
    await sessions.answerAlert(answerToken, wasMe);
  } catch {
    say('Your answer was not accepted. Open the app to see your sessions.');
  }
}
