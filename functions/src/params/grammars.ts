// The params that have a grammar of their own.
import { namesOf, optionalText } from './kinds.ts';

/**
 * Claims that nobody may carry: ours, those of OpenID Connect (Core §5.1) and JWT, which
 * firebase-admin's createCustomToken refuses too, and those that Firebase writes by itself.
 */
const reservedClaims = new Set([
  ...['sid', 'device_id', 'client_id'],
  ...['acr', 'amr', 'at_hash', 'aud', 'auth_time', 'azp', 'c_hash', 'cnf', 'exp', 'iat', 'iss'],
  ...['jti', 'nbf', 'nonce', 'sub'],
  ...['firebase', 'uid', 'user_id', 'tenant_id', 'provider_id', 'sign_in_provider'],
  ...['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username'],
  ...['profile', 'picture', 'website', 'email', 'email_verified', 'gender', 'birthdate'],
  ...['zoneinfo', 'locale', 'phone_number', 'phone_number_verified', 'address', 'updated_at'],
]);

/** Names of developer claims. */
export const carriedClaims = namesOf(
  'names of claims, separated by commas, such as role,orgId; ' +
    'not sid, device_id or any name that OpenID Connect or Firebase uses itself',
  (name): name is string =>
    /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/.test(name) &&
    !reservedClaims.has(name) &&
    !/^(firebase|google|__)/i.test(name),
);

/** The collections of the product itself, in which nobody else's documents belong. */
const ownCollections = new Set([
  ...['deviceSessions', 'deviceSessionAccounts', 'deviceSessionEvents', 'pushOutbox'],
]);

/** The id of a top-level collection (Firestore, "Constraints on collection IDs"). */
export const foreignCollection = optionalText(
  `the id of a collection other than ${[...ownCollections].join(', ')}, such as mail`,
  (text) => {
    const isId = /^[^/\s]{1,100}$/.test(text) && !/^(\.\.?|__.*__)$/.test(text);
    return isId && !ownCollections.has(text) ? text : undefined;
  },
);

/** What the team calls its app where a mail is from; not so long that it hides the rest of the subject. */
export const appName = optionalText('a name of at most 40 characters, in one line', (text) =>
  /^[^\p{C}\p{Zl}\p{Zp}]{1,40}$/u.test(text) && text.trim() === text ? text : undefined,
);

/** Where a mail's link leads. Plain http is for a developer's own machine only. */
export const pageUrl = optionalText(
  'an address such as https://app.example.com/sessions (https, no user name, no password)',
  (text) => {
    const url = URL.parse(text);
    if (!url || /\s/.test(text) || url.username !== '' || url.password !== '') return undefined;
    const isLocal = url.hostname === 'localhost' || url.hostname === '127.0.0.1';
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal) ? text : undefined;
  },
);

/** A database file that is deployed with the functions. */
export const ownFile = optionalText(
  'the path of an .mmdb file inside functions/, such as places/city.mmdb',
  (text) =>
    /^[^/\\\s][^\\]*\.mmdb$/i.test(text) && !text.split('/').includes('..') ? text : undefined,
);
