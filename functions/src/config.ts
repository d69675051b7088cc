// Every param of the deployment, each with a default so that nothing prompts. `.value()` only at run time.
import {
  defineBoolean,
  defineInt,
  defineSecret,
  defineString,
  projectID,
} from 'firebase-functions/params';
import type { SessionPolicy } from './domain/session/policy.ts';
import { checkPolicy } from './domain/session/policy.ts';

export const region = defineString('REGION', { default: 'us-central1' });

const maxSessions = defineInt('MAX_SESSIONS', { default: 20 });
const idleDays = defineInt('IDLE_DAYS', { default: 30 });
const maxDays = defineInt('MAX_DAYS', { default: 365 });
const retentionDays = defineInt('RETENTION_DAYS', { default: 30 });
const confirmAfterDays = defineInt('CONFIRM_AFTER_DAYS', { default: 7 });
const freshSessionHours = defineInt('FRESH_SESSION_HOURS', { default: 24 });
const touchIntervalSeconds = defineInt('TOUCH_INTERVAL_SECONDS', { default: 300 });
const refreshGraceSeconds = defineInt('REFRESH_GRACE_SECONDS', { default: 10 });
const signInMaxAgeSeconds = defineInt('SIGN_IN_MAX_AGE_SECONDS', { default: 600 });

/** The private JWK Set of `npm run keys`, bound to just the functions that make or check tokens. */
export const sessionKeys = defineSecret('SESSION_KEYS');
/** What the team's own servers show to introspectToken. */
export const introspectionSecret = defineSecret('INTROSPECTION_SECRET');
const accessTokenSeconds = defineInt('ACCESS_TOKEN_SECONDS', { default: 600 });
/** Seconds for which the guard may remember that a session lives; 0 asks at each call. */
export const revocationCacheSeconds = defineInt('REVOCATION_CACHE_SECONDS', { default: 0 });

/** Which sources of places are asked, in this order: "ipapi", "mmdb"; empty for none. */
const geoProviders = defineString('GEO_PROVIDERS', { default: 'ipapi,mmdb' });
/** Optional: without a key ipapi.co answers a limited number of requests. */
export const ipapiKey = defineString('IPAPI_KEY', { default: '' });
/** Path of the team's own GeoIP2 or GeoLite2 City file inside functions/; the DB-IP one if empty. */
const geoCityFile = defineString('GEO_CITY_FILE', { default: '' });
/** Proxies of the team's own between the client and Cloud Run, e.g. 1 for a load balancer. */
export const trustedProxyHops = defineInt('TRUSTED_PROXY_HOPS', { default: 0 });
/** Read when the functions load, since `onCall` evaluates it then: see `enforcesAppCheck`. */
const enforceAppCheck = defineBoolean('ENFORCE_APP_CHECK', { default: false });

/** A plain boolean from the environment: a param's value may not be asked for at load. */
export const enforcesAppCheck = process.env[enforceAppCheck.name] === 'true';

/** Throws a TypeError for limits that cannot work together. */
export function sessionPolicy(): SessionPolicy {
  return checkPolicy({
    maxSessions: maxSessions.value(),
    idleDays: idleDays.value(),
    maxDays: maxDays.value(),
    retentionDays: retentionDays.value(),
    confirmAfterDays: confirmAfterDays.value(),
    freshSessionHours: freshSessionHours.value(),
    touchIntervalSeconds: touchIntervalSeconds.value(),
    signInMaxAgeSeconds: signInMaxAgeSeconds.value(),
    accessTokenSeconds: accessTokenSeconds.value(),
    refreshGraceSeconds: refreshGraceSeconds.value(),
  });
}

export type PlaceProviderName = 'ipapi' | 'mmdb';

/** The sources of places in their order. The emulator asks nobody on the network. Throws a TypeError for an unknown name. */
export function placeProviders(): PlaceProviderName[] {
  const names = geoProviders
    .value()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const known = names.filter((name) => name === 'ipapi' || name === 'mmdb');
  if (known.length < names.length) {
    throw new TypeError('GEO_PROVIDERS may name "ipapi" and "mmdb" only');
  }
  return isEmulator() ? known.filter((name) => name !== 'ipapi') : known;
}

export function cityFile(): string | undefined {
  return geoCityFile.value() || undefined;
}

/** Whom the tokens name: this deployment as issuer, its project as audience and client. */
export function tokenScope() {
  const project = projectID.value();
  return {
    issuer: `https://${region.value()}-${project}.cloudfunctions.net`,
    audience: project,
    clientId: project,
    accessTokenSeconds: accessTokenSeconds.value(),
  };
}

export function isEmulator(): boolean {
  return process.env.FUNCTIONS_EMULATOR === 'true';
}

/** What every callable is deployed with. */
export const callableOptions = {
  region,
  memory: '256MiB',
  enforceAppCheck: enforcesAppCheck,
} as const;

/** What every HTTPS endpoint is deployed with; each carries its own credential, so anybody may call. */
export const httpsOptions = { region, memory: '256MiB', invoker: 'public' } as const;
