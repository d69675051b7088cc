// Keeps the secrets that a run has used, and looks for them in what the run has written.

export const secretKinds = [
  'access tokens',
  'refresh tokens',
  'answer and receipt tokens',
  'ID and custom tokens',
  'push tokens',
  'introspection secrets',
  'keys',
  'addresses',
] as const;
export type SecretKind = (typeof secretKinds)[number];

export interface SecretWatch {
  /** As it is. */
  keep(kind: SecretKind, ...secrets: string[]): void;
  /** Each part but the first, which is a header or a session id: a MAC alone, or claims, must not show either. */
  keepToken(kind: SecretKind, ...tokens: string[]): void;
  /** Every private member of a JWK Set. */
  keepKeys(jwks: string): void;
  count(kind: SecretKind): number;
  /** The secrets of a kind that are in the text, cut short; also as JSON, a URL or base64 would hold them. */
  findIn(text: string, kind: SecretKind): string[];
}

/** A part that is shorter is no secret, and may be in any text by chance. */
const leastLength = 8;

export function watchSecrets(): SecretWatch {
  const secrets = new Map<SecretKind, Set<string>>(secretKinds.map((kind) => [kind, new Set()]));
  const of = (kind: SecretKind) => secrets.get(kind)!;

  const watch: SecretWatch = {
    keep(kind, ...all) {
      for (const secret of all) {
        if (secret.length < leastLength) throw new TypeError(`too short for a secret: ${secret}`);
        of(kind).add(secret);
      }
    },

    keepToken(kind, ...tokens) {
      for (const token of tokens) {
        // What is before the last two parts are ids, or says how it is signed.
        const parts = token.split('.');
        if (![3, 4].includes(parts.length)) throw new TypeError('not a token of ours');
        watch.keep(kind, ...parts.slice(-2).filter((part) => part !== ''));
      }
    },

    keepKeys(jwks) {
      for (const { d, k } of (JSON.parse(jwks) as { keys: Record<string, string>[] }).keys) {
        watch.keep('keys', ...[d, k].filter((member) => member !== undefined));
      }
    },

    count: (kind) => of(kind).size,

    findIn: (text, kind) =>
      [...of(kind)]
        .filter((secret) => spellings(secret).some((spelling) => text.includes(spelling)))
        .map((secret) => `${secret.slice(0, 6)}…`),
  };
  return watch;
}

function spellings(secret: string): string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ];
}
