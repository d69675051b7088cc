// Every param of the deployment, one row each. What is declared to the Firebase CLI, functions/.env,
// and the tables in docs/reference.md all follow this table.
import { sessionLifetimes, sessionLimits } from './byDeviceType.ts';
import { appName, carriedClaims, foreignCollection, ownFile, pageUrl } from './grammars.ts';
import { flag, namesOf, oneOf, optionalTime, textOf, wholeNumber } from './kinds.ts';
import type { Kind, Param } from './param.ts';

export type PlaceProviderName = 'ipapi' | 'mmdb';

const days = (least: number) => wholeNumber(least, 3650);

export const params = {
  region: row(
    textOf(/^[a-z]+(-[a-z]+)+[0-9]{1,2}$/, 'a region of Google Cloud such as us-central1'),
    ['REGION', 'us-central1', 'Region'],
    'Where the functions run: near the Firestore database.',
  ),
  maxInstances: row(
    wholeNumber(1, 1000),
    ['MAX_INSTANCES', '20', 'Most instances'],
    'Instances that each function may have at once, which bounds what an attack can cost.',
  ),
  sessionLimits: row(
    sessionLimits,
    ['SESSION_LIMITS', '20', 'Most sessions'],
    'Live sessions that a user may have, in all and by device type; one more ends the least recently active.',
  ),
  sessionLifetimes: row(
    sessionLifetimes,
    ['SESSION_LIFETIMES', '30d/365d', 'Lifetimes of sessions'],
    'How long a session lives without activity, and at most after its sign-in, in all and by device type.',
  ),
  retentionDays: row(
    days(1),
    ['RETENTION_DAYS', '30', 'Retention in days'],
    'Days for which ended sessions, their sign-ins and their devices are remembered; at least CONFIRM_AFTER_DAYS.',
  ),
  ipRetentionDays: row(
    days(0),
    ['IP_RETENTION_DAYS', '30', 'Retention of addresses in days'],
    'Days for which the IP address and coordinates of a login are kept.',
  ),
  confirmAfterDays: row(
    wholeNumber(0, 365),
    ['CONFIRM_AFTER_DAYS', '7', 'Confirmation period in days'],
    "Days after which an unanswered login on a new device counts as the owner's; with 0 all do at once, and none alerts.",
  ),
  newDevicesPerHour: row(
    wholeNumber(1, 60),
    ['NEW_DEVICES_PER_HOUR', '10', 'New devices an hour'],
    'Sessions that new devices may open for one user within an hour.',
  ),
  touchIntervalSeconds: row(
    wholeNumber(0, 86_400),
    ['TOUCH_INTERVAL_SECONDS', '300', 'Activity interval in seconds'],
    'The last activity of a session is written at most once in so many seconds, or in a tenth of its idle time.',
  ),
  signInMaxAgeSeconds: row(
    wholeNumber(1, 315_360_000),
    ['SIGN_IN_MAX_AGE_SECONDS', '600', 'Oldest sign-in in seconds'],
    'How old a sign-in may be to open a session; at most RETENTION_DAYS.',
  ),
  rollOutAt: row(
    optionalTime,
    ['ROLL_OUT_AT', '', 'Time of the roll-out'],
    'People who signed in before this time may register once without a new sign-in; empty for nobody.',
  ),
  signedInAfter: row(
    optionalTime,
    ['SIGNED_IN_AFTER', '', 'Time of the oldest sign-in'],
    'People who signed in before this time must sign in again to open a session; empty for nobody.',
  ),
  accessTokenSeconds: row(
    wholeNumber(1, 86_400),
    ['ACCESS_TOKEN_SECONDS', '600', 'Access token lifetime in seconds'],
    'Lifetime of an access token.',
  ),
  refreshGraceSeconds: row(
    wholeNumber(0, 3600),
    ['REFRESH_GRACE_SECONDS', '10', 'Refresh grace in seconds'],
    'For so long after a refresh the previous refresh token still gets the current one.',
  ),
  lostAnswer: row(
    oneOf('accept', 'end'),
    ['LOST_ANSWER', 'accept', 'Lost answers'],
    'Whether a refresh token whose successor was never used is accepted after the grace, or ends the session.',
  ),
  carriedClaims: row(
    carriedClaims,
    ['CARRIED_CLAIMS', '', 'Carried claims'],
    'Developer claims of the sign-in that the ID token keeps, such as role,orgId; empty for none.',
  ),
  checkAccount: row(
    flag,
    ['CHECK_ACCOUNT', 'true', 'Check the account'],
    'Whether disabled, deleted and revoked accounts of Firebase Authentication end their sessions.',
  ),
  sharedPushTokens: row(
    flag,
    ['SHARED_PUSH_TOKENS', 'false', 'Shared push tokens'],
    'Whether a push token may stand for sessions of several users at once.',
  ),
  alertMailCollection: row(
    foreignCollection,
    ['ALERT_MAIL_COLLECTION', '', 'Mail collection'],
    'Collection in which each login on a new device writes a mail for Trigger Email; empty for no mails.',
  ),
  appName: row(
    appName,
    ['APP_NAME', '', 'Name of the app'],
    'What your app is called in those mails; empty for no name.',
  ),
  sessionsUrl: row(
    pageUrl,
    ['SESSIONS_URL', '', 'Page of sessions'],
    'Your page of active sessions, to which those mails lead; empty for no link.',
  ),
  geoProviders: row(
    namesOf(
      'ipapi, mmdb or both, separated by a comma',
      (name): name is PlaceProviderName => name === 'ipapi' || name === 'mmdb',
    ),
    ['GEO_PROVIDERS', 'ipapi,mmdb', 'Sources of places'],
    'Who is asked for the place of an IP address, in this order; empty for nobody.',
  ),
  geoCityFile: row(
    ownFile,
    ['GEO_CITY_FILE', '', 'City file'],
    'Path, inside functions/, of your own GeoIP2 or GeoLite2 City file; empty for the one that comes along.',
  ),
  trustedProxyHops: row(
    wholeNumber(0, 10),
    ['TRUSTED_PROXY_HOPS', '0', 'Trusted proxies'],
    'Proxies of yours between the client and Cloud Run, such as 1 for a load balancer.',
  ),
  enforceAppCheck: row(
    flag,
    ['ENFORCE_APP_CHECK', 'false', 'Enforce App Check'],
    'Whether the callables refuse calls without a valid App Check token.',
  ),
};

function row<Value>(
  kind: Kind<Value>,
  [name, standard, label]: [name: string, standard: string, label: string],
  description: string,
): Param<Value> {
  return { ...kind, name, default: standard, label, description };
}
