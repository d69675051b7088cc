// The configuration of this deployment. Loading this file throws a TypeError where a param cannot be
// used, so that nothing is deployed or served with a value that nobody meant (docs/decisions/0017).
import {
  defineBoolean,
  defineInt,
  defineSecret,
  defineString,
  projectID,
  type Expression,
} from 'firebase-functions/params';
import type { Param } from './params/param.ts';
import { policyOf, settingsOf } from './params/settings.ts';
import { params, type PlaceProviderName } from './params/table.ts';

/** Every param's value. What a function is deployed with takes `region` and its like instead. */
export const settings = settingsOf(process.env);

const declared = new Map(Object.values(params).map((param: Param) => [param, declare(param)]));
export const region = declared.get(params.region) as Expression<string>;
const maxInstances = declared.get(params.maxInstances) as Expression<number>;

/** Which instance of a function kit this is (the Firebase CLI sets it), or undefined where it is none. */
export const kitInstance = process.env.FIREBASE_KIT_INSTANCE_ID || undefined;

/** The id under which a function is deployed: the Firebase CLI puts a prefix before those of a kit. */
export function deployedId(name: string): string {
  return kitInstance ? `kit-${kitInstance}-${name}` : name;
}

/** The private JWK Set of `npm run keys`, bound to just the functions that make or check tokens. */
export const sessionKeys = defineSecret('SESSION_KEYS', {
  label: 'Session keys',
  description: 'The private keys that sign tokens: what `npm run keys` prints.',
});
/** What the team's own servers show to introspectToken. */
export const introspectionSecret = defineSecret('INTROSPECTION_SECRET', {
  label: 'Introspection secret',
  description: 'What your own servers show to introspectToken, such as 32 random bytes.',
});
/** What finding places needs. Only a deployment that asks ipapi.co has the secret IPAPI_KEY at all. */
export const placeSecrets = settings.geoProviders.includes('ipapi')
  ? [
      defineSecret('IPAPI_KEY', {
        label: 'Key for ipapi.co',
        description: 'The key of a paid plan at ipapi.co, or the word none for its free limit.',
      }),
    ]
  : [];

/** The key for ipapi.co, if there is one. Throws a TypeError, without the key, for what is none. */
export function ipapiKey(): string | undefined {
  const key = placeSecrets[0]?.value().trim() ?? '';
  if (key === '' || key === 'none') return undefined;
  if (!/^[A-Za-z0-9_-]+$/.test(key)) {
    throw new TypeError('The secret IPAPI_KEY must be a key of ipapi.co, or the word none.');
  }
  return key;
}

/** The limits and lifetimes among the settings. */
export function sessionPolicy() {
  return policyOf(settings);
}

/** The sources of places in their order. The emulator asks nobody on the network. */
export function placeProviders(): PlaceProviderName[] {
  const { geoProviders } = settings;
  return isEmulator() ? geoProviders.filter((name) => name !== 'ipapi') : geoProviders;
}

/**
 * Where a function of this deployment is called. The emulator does not know its own address: there it
 * is the host at which the caller has just asked.
 */
export function functionUrl(name: string, emulatorHost: string): string {
  const base = isEmulator()
    ? `http://${emulatorHost}/${projectID.value()}/${settings.region}`
    : functionsOrigin();
  return `${base}/${deployedId(name)}`;
}

function functionsOrigin(): string {
  return `https://${settings.region}-${projectID.value()}.cloudfunctions.net`;
}

/**
 * Whom the tokens name: this deployment as issuer, its project as audience and client. Each instance
 * of a kit is an issuer of its own, since it has keys of its own.
 */
export function tokenScope() {
  const project = projectID.value();
  const origin = functionsOrigin();
  return {
    issuer: kitInstance ? `${origin}/kit-${kitInstance}` : origin,
    audience: project,
    clientId: project,
  };
}

export function isEmulator(): boolean {
  return process.env.FUNCTIONS_EMULATOR === 'true';
}

/** Calls that one instance serves at a time: they mostly wait for Google. */
const concurrency = 80;

/** What every callable is deployed with. App Check is decided when the functions load. */
export const callableOptions = {
  region,
  maxInstances,
  concurrency,
  memory: '256MiB',
  enforceAppCheck: settings.enforceAppCheck,
} as const;

/** What every HTTPS endpoint is deployed with; each carries its own credential, so anybody may call. */
export const httpsOptions = {
  region,
  maxInstances,
  concurrency,
  memory: '256MiB',
  invoker: 'public',
} as const;

/** What an endpoint is deployed with whose one credential is in its body. */
export const tokenEndpointOptions = {
  ...httpsOptions,
  method: 'POST' as const,
  anyOrigin: true,
  secrets: [sessionKeys],
};

/** What the functions are deployed with that only Google's services call. */
export const backgroundOptions = { region, maxInstances } as const;

function declare({ name, type, label, description, ...param }: Param) {
  const input = param.pattern && {
    text: {
      validationRegex: param.pattern,
      validationErrorMessage: `It must be ${param.allowed}.`,
    },
  };
  const options = { label, description, ...(input && { input }) };
  switch (type) {
    case 'int':
      return defineInt(name, { ...options, default: Number(param.default) });
    case 'boolean':
      return defineBoolean(name, { ...options, default: param.parse(param.default) === true });
    case 'string':
      return defineString(name, { ...options, default: param.default });
  }
}
