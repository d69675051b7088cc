// The same client in React Native: the core of @device-sessions/client on React Native Firebase.
import {
  getAuth,
  onAuthStateChanged,
  signInWithCustomToken,
  signOut,
} from '@react-native-firebase/auth';
import { getFunctions, httpsCallableFromUrl } from '@react-native-firebase/functions';
import { getMessaging, getToken, type RemoteMessage } from '@react-native-firebase/messaging';
import * as Keychain from 'react-native-keychain';
import DeviceInfo from 'react-native-device-info';
import { getLocales } from 'react-native-localize';
import { AppState, Platform } from 'react-native';
import 'react-native-get-random-values';
import {
  findFunctionUrls,
  makeSessionsClient,
  refusalIn,
  sessionIdIn,
  type FunctionName,
  type Storage,
  type Transports,
} from '@device-sessions/client/core';
import { deleteWhatTheAppKeeps } from './appData';

// Your REGION and project; all else is in the metadata that is found by it. With the emulators, see
// "With the emulators" in the client's README: from a phone it is http, and `allowHttp` must say so.
const issuer = 'https://us-central1-my-project.cloudfunctions.net';
const urlOf = findFunctionUrls(issuer);

/**
 * Not in backups: a device token that is restored elsewhere would name two devices. A keychain that is
 * locked for the moment rejects, which the client takes for `unavailable`; what can never be decrypted
 * again is gone, and counts as none.
 */
const storage: Storage = {
  async getItem(key) {
    try {
      const kept = await Keychain.getGenericPassword({ service: key });
      return kept ? kept.password : null;
    } catch (error) {
      if (!isLostForEver.test(String(error))) throw error;
      await Keychain.resetGenericPassword({ service: key });
      return null;
    }
  },
  async setItem(key, value) {
    const isKept = await Keychain.setGenericPassword('device', value, {
      service: key,
      accessible: Keychain.ACCESSIBLE.AFTER_FIRST_UNLOCK_THIS_DEVICE_ONLY,
    });
    if (!isKept) throw new Error(`The keychain did not keep ${key}`);
  },
  removeItem: (key) => Keychain.resetGenericPassword({ service: key }),
};

/** Android's key was lost with the screen lock or a restore; iOS could not read the item's data (-26275). */
const isLostForEver = /KeyPermanentlyInvalidated|AEADBadTag|BadPadding|CRYPTO_FAILED|-26275/;

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
    const text = await answer.text();
    return { status: answer.status, body: jsonIn(text) };
  },

  async identity(fresh) {
    await getAuth().authStateReady();
    const user = getAuth().currentUser;
    if (user === null) return null;
    const { claims } = await user.getIdTokenResult(fresh);
    return {
      userId: user.uid,
      sessionId: sessionIdIn(claims),
      signedInAt: Number(claims['auth_time']),
    };
  },

  signInWithCustomToken: (token) => signInWithCustomToken(getAuth(), token),
  signOut: () => signOut(getAuth()),
  fetch: (request) => fetch(request),
  watch: (changed) => onAuthStateChanged(getAuth(), changed),
};

/** What is no JSON comes from something in between, and is handed on as it is. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text || 'null');
  } catch {
    return text;
  }
}

/** What is only for show keeps nobody from signing in. */
async function shown(look: () => string | Promise<string>): Promise<string | null> {
  try {
    return (await look()) || null;
  } catch {
    return null;
  }
}

export const sessions = makeSessionsClient({
  transports,
  storage,
  issuer,
  // What else may see the access token.
  apiOrigins: ['https://api.example.com'],
  visibility: {
    isVisible: () => AppState.currentState === 'active',
    watch(changed) {
      const subscription = AppState.addEventListener('change', changed);
      return () => subscription.remove();
    },
  },
  async describe() {
    const system = () => `${DeviceInfo.getSystemName()} ${DeviceInfo.getSystemVersion()}`;
    return {
      // The model: since iOS 16 the device's name is "iPhone" on every iPhone.
      deviceName: (await shown(() => DeviceInfo.getModel())) ?? Platform.OS,
      deviceType: Platform.OS === 'ios' ? 'IOS' : 'ANDROID',
      platform: await shown(system),
      appVersion: await shown(() => DeviceInfo.getVersion()),
      locale: await shown(() => getLocales()[0]?.languageTag ?? ''),
    };
  },
});

sessions.onEnded(async ({ wipe }) => {
  if (wipe) await deleteWhatTheAppKeeps();
});

/** After every sign-in, and at every start of the app. Without a push token where there is none. */
export async function startSession() {
  const pushToken = await getToken(getMessaging()).catch(() => undefined);
  await sessions.start(pushToken === undefined ? {} : { pushToken });
}

/**
 * In index.js, outside of every component: `setBackgroundMessageHandler(getMessaging(), onPush)` and
 * `onMessage(getMessaging(), onPush)`.
 */
export async function onPush({ data = {} }: RemoteMessage) {
  if (!ours.test(String(data['action']))) return;
  // force_logout: asks the server, wipes by onEnded, sends the receipt. Others: the list has changed.
  const outcome = await sessions.handlePush(data as Record<string, string>);
  // For another session, or drawn before.
  if (outcome !== 'changed') return;
  // On Android draw login_alert and security_alert here, with the labels that are in `data`.
}

/** Whatever else the app is pushed is not for this. */
const ours = /^(force_logout|login_alert|login_answered|security_alert)$/;

/** For the buttons of an alert. Says what the server has said, which may not be what was tapped. */
export async function answerAlert(
  answerToken: string,
  tapped: boolean,
  say: (text: string) => void,
) {
  try {
    const { wasMe, revoked } = await sessions.answerAlert(answerToken, tapped);
    if (revoked) say('The session was closed. Change your password: somebody else may know it.');
    else if (wasMe) say('Thank you. The new device is confirmed.');
    else say('Your answer was not accepted. Open the app to see your sessions.');
  } catch (error) {
    // Only a refusal is known to have changed nothing.
    say(
      refusalIn(error)
        ? 'Your answer was not accepted. Open the app to see your sessions.'
        : 'No answer came. Open the app to see your sessions.',
    );
  }
}
