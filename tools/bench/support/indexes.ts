// Whether an index of firestore.indexes.json, or one that Firestore keeps of a field by itself, gets hot:
// it does where its entries grow with time, for then all writes meet at its end.

export interface IndexFile {
  indexes: {
    collectionGroup: string;
    fields: { fieldPath: string; order?: string; arrayConfig?: string }[];
  }[];
  fieldOverrides: { collectionGroup: string; fieldPath: string; indexes: unknown[] }[];
}

/** How the values of a field lie beside each other. */
export type Values = 'random' | 'words' | 'few' | 'day' | 'time';

/** What keeps the entries apart. A field of few values sorts by the document's id, which is random. */
const spreadBy: Record<Values, string> = {
  random: 'its values are random',
  words:
    'its values are words of people; the id of the document, which is random, tells equal ones apart',
  few: 'few values, and below each the id of the document, which is random',
  day: 'one value a day, and below it the id of the document; the place moves at midnight UTC',
  time: 'nothing: it grows with time',
};

const valuesOf: Record<string, Values> = {
  ...of('random', 'userId', 'device', 'deviceHash', 'deviceId', 'pushTokens'),
  ...of('random', 'sessionId', 'actorSessionId'),
  ...of('words', 'deviceName', 'platform', 'appVersion', 'location'),
  ...of('few', 'tenantId', 'deviceType', 'confirmed', 'revoked', 'revokedReason', 'signals'),
  ...of(
    'few',
    'isOwed',
    'signInProvider',
    'secondFactor',
    'officialApp',
    'type',
    'initiatingEntity',
  ),
  ...of('day', 'eraseOn'),
  ...of('time', 'createdAt', 'lastActiveAt', 'revokedAt', 'expiresAt', 'confirmsAt'),
  ...of('time', 'occurredAt', 'logoutConfirmedAt', 'deleteAt'),
};

function of(values: Values, ...fields: string[]): Record<string, Values> {
  return Object.fromEntries(fields.map((field) => [field, values]));
}

export interface JudgedIndex {
  collection: string;
  fields: string;
  kind: 'composite' | 'automatic';
  values: Values;
  spread: string;
}

/** The composite indexes by their first field, and those that Firestore keeps of single fields. */
export function judgeIndexes(
  { indexes, fieldOverrides }: IndexFile,
  fieldsOf: Record<string, readonly string[]>,
): JudgedIndex[] {
  const exempt = new Set(
    fieldOverrides
      .filter((one) => one.indexes.length === 0)
      .map(({ collectionGroup, fieldPath }) => `${collectionGroup}.${fieldPath}`),
  );
  const composite = indexes.map(({ collectionGroup, fields }) =>
    judged(
      collectionGroup,
      'composite',
      fields[0]?.fieldPath ?? '',
      fields.map(({ fieldPath }) => fieldPath),
    ),
  );
  const automatic = Object.entries(fieldsOf).flatMap(([collection, fields]) =>
    fields
      .filter((field) => !exempt.has(`${collection}.${field}`))
      .map((field) => judged(collection, 'automatic', field, [field])),
  );
  return [...composite, ...automatic];
}

/** Throws a TypeError for a field of which nothing is known yet. */
function judged(
  collection: string,
  kind: JudgedIndex['kind'],
  first: string,
  fields: string[],
): JudgedIndex {
  const values = valuesOf[first];
  if (!values) throw new TypeError(`how the values of ${collection}.${first} lie is not known`);
  return { collection, kind, fields: fields.join(', '), values, spread: spreadBy[values] };
}
