// Holds every query of the product against firestore.indexes.json, and the file against the documents.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Query } from '@google-cloud/firestore';
import { Filter, Firestore } from '@google-cloud/firestore';
import type { Session, SessionSecrets } from '../../src/domain/session/session.ts';
import * as documents from '../../src/store/documents.ts';
import * as queries from '../../src/store/queries.ts';
import type { IndexFile } from './requiredIndexes.ts';
import { isExempt, isMet, needsOf, serves } from './requiredIndexes.ts';

const file = JSON.parse(
  readFileSync(new URL('../../../firestore.indexes.json', import.meta.url), 'utf8'),
) as IndexFile;
const source = fileURLToPath(new URL('../../src/', import.meta.url));
const firestore = new Firestore({ projectId: 'demo-indexes' });
const at = new Date('2026-03-01T12:00:00Z');

/** Every query the product can ask, by the function that builds it; each variant of it. */
const samples: Record<keyof typeof queries, Query[]> = {
  openSessionsQuery: [queries.openSessionsQuery(firestore, 'alice')],
  recentSecretsQuery: [queries.recentSecretsQuery(firestore, 'alice', 20)],
  endedSessionsQuery: [queries.endedSessionsQuery(firestore, 'alice', at, 50)],
  registrationQuery: [
    ...[false, true].map((refreshed) =>
      queries.registrationQuery(
        firestore,
        { userId: 'alice', signedInAt: at, refreshed },
        'device-01',
      ),
    ),
  ],
};

/** A value with nothing left out: the compiler asks for each field that a type gains. */
type Filled<Value> = Value extends Date | string | number | boolean
  ? Value
  : Value extends (infer Item)[]
    ? Filled<Item>[]
    : { [Field in keyof Value]-?: Filled<NonNullable<Value[Field]>> };

const session: Filled<Session> = {
  sessionId: 'session',
  userId: 'alice',
  deviceName: 'Phone',
  deviceType: 'ANDROID',
  platform: 'Android 15',
  appVersion: '1.0',
  location: 'Moscow, Russia',
  createdAt: at,
  lastActiveAt: at,
  confirmed: true,
  revoked: true,
  revokedAt: at,
  revokedReason: 'user',
  logoutConfirmedAt: at,
  deviceHash: 'hash',
  expiresAt: at,
};

const secrets: Filled<SessionSecrets> = {
  sessionId: 'session',
  userId: 'alice',
  deviceId: 'device-01',
  signedInAt: at,
  signIns: ['1772366400'],
  signInProvider: 'password',
  secondFactor: false,
  state: 'open',
  deviceKnown: true,
  pushToken: { kind: 'token', value: 'push' },
  locale: 'en',
  ip: '77.88.55.242',
  registeredAt: at,
  newDevice: false,
  countries: [{ code: 'RU', seenAt: at }],
  coordinates: { latitude: 55.75, longitude: 37.62 },
  refresh: { currentNonce: 'one', previousNonce: 'two', rotatedAt: at },
  alert: { leasedAt: at, sentAt: at },
  notice: {
    receiver: {
      sessionId: 'session',
      deviceType: 'ANDROID',
      pushToken: { kind: 'token', value: 'push' },
      locale: 'en',
    },
    leasedAt: at,
    sentAt: at,
  },
  evicted: [],
  expiresAt: at,
};

/** A document of each collection; the outbox is the emulator's and needs no index. */
const contents: Record<string, object> = {
  [documents.sessionsCollection]: session,
  [documents.secretsCollection]: secrets,
  [documents.outboxCollection]: {},
};

describe('firestore.indexes.json', () => {
  const all = Object.values(samples).flat();
  const needs = all.flatMap(needsOf);

  it('is held against every query that queries.ts builds', () => {
    assert.deepEqual(Object.keys(samples).sort(), Object.keys(queries).sort());
    for (const [name, variants] of Object.entries(samples)) assert.ok(variants.length > 0, name);
  });

  it('is held against every collection', () => {
    const collections = Object.entries(documents)
      .filter(([name]) => name.endsWith('Collection'))
      .map(([, collection]) => collection as string);
    assert.deepEqual(Object.keys(contents).sort(), collections.sort());
  });

  it('is asked for by queries.ts only', () => {
    const asking = globSync('**/*.ts', { cwd: source }).filter((name) =>
      /\.(where|orderBy|collectionGroup|findNearest)\s*\(/.test(
        readFileSync(source + name, 'utf8'),
      ),
    );
    assert.deepEqual(asking, ['store/queries.ts']);
  });

  for (const [name, variants] of Object.entries(samples)) {
    for (const need of variants.flatMap(needsOf)) {
      const fields = [...need.equalities, ...need.ordered].map(({ fieldPath }) => fieldPath);
      it(`serves ${name} by ${fields.join(', ')}`, () => {
        assert.ok(isMet(need, file), `missing: ${JSON.stringify(need)}`);
      });
    }
  }

  it('lets no query be split into more parts than Firestore takes', () => {
    for (const query of all) assert.ok(needsOf(query).length <= 30);
  });

  for (const index of file.indexes) {
    const fields = index.fields.map(({ fieldPath }) => fieldPath).join(', ');
    it(`has a use for ${index.collectionGroup} by ${fields}`, () => {
      assert.ok(needs.some((need) => serves(index, need)));
    });
  }

  for (const [collection, fields] of Object.entries(contents)) {
    for (const path of datesIn(fields)) {
      it(`exempts ${collection}.${path}, which only ever grows`, () => {
        assert.ok(isExempt(collection, path, file.fieldOverrides));
      });
    }

    if ('expiresAt' in fields) {
      it(`lets Firestore delete ${collection} after expiresAt`, () => {
        const [override] = file.fieldOverrides.filter(
          (one) => one.collectionGroup === collection && one.fieldPath === 'expiresAt',
        );
        assert.equal(override?.ttl, true);
      });
    }
  }

  it('begins no index with a time, which would limit the writes again', () => {
    for (const { collectionGroup, fields } of file.indexes) {
      const growing: string[] = datesIn(contents[collectionGroup] ?? {});
      assert.ok(!growing.includes(fields[0]?.fieldPath ?? ''));
    }
  });

  it('names only fields that the documents have', () => {
    for (const { collectionGroup, fields } of file.indexes) {
      for (const { fieldPath } of fields) assert.ok(fieldPath in contents[collectionGroup]!);
    }
    for (const { collectionGroup, fieldPath } of file.fieldOverrides) {
      assert.ok(fieldPath in contents[collectionGroup]!, `${collectionGroup}.${fieldPath}`);
    }
  });
});

describe('the check of indexes', () => {
  const sessions = firestore.collection('sessions');
  const isServed = (query: Query) => needsOf(query).every((need) => isMet(need, file));

  it('lets a query by one field pass', () => {
    assert.ok(isServed(sessions.where('userId', '==', 'alice')));
    assert.ok(isServed(sessions.where('deviceName', '>', 'a').orderBy('deviceName')));
    assert.ok(isServed(sessions.limit(1)));
  });

  it('lets a range on the last field of an index pass', () => {
    assert.ok(isServed(sessions.where('userId', '==', 'alice').where('revoked', '!=', false)));
  });

  it('takes the fields of equalities in any order', () => {
    assert.ok(isServed(sessions.where('revoked', '==', false).where('userId', 'in', ['a', 'b'])));
  });

  it('finds a query by one exempt field', () => {
    assert.ok(!isServed(sessions.where('createdAt', '>', at)));
    assert.ok(!isServed(sessions.orderBy('lastActiveAt')));
    const secretsAll = firestore.collection('sessionSecrets');
    assert.ok(!isServed(secretsAll.where('signIns', 'array-contains', at)));
    assert.ok(!isServed(secretsAll.where('pushToken.value', '==', 'push')));
  });

  it('finds a query with an order or a range that no index has', () => {
    const own = sessions.where('userId', '==', 'alice');
    assert.ok(!isServed(own.orderBy('lastActiveAt', 'desc')));
    assert.ok(!isServed(own.where('expiresAt', '>', at)));
    assert.ok(!isServed(own.where('revoked', '==', false).orderBy('createdAt')));
  });

  it('finds the one part of an "or" that no index has', () => {
    const either = Filter.or(
      Filter.where('revoked', '==', false),
      Filter.where('deviceType', '==', 'WEB'),
    );
    assert.ok(!isServed(sessions.where('userId', '==', 'alice').where(either)));
  });

  it('finds a query over every collection of a name', () => {
    const group = firestore.collectionGroup('sessions');
    assert.ok(!isServed(group.where('userId', '==', 'alice')));
    assert.ok(!isServed(group.where('userId', '==', 'alice').where('revoked', '==', false)));
  });

  it('tells an index of array elements from one of values', () => {
    const own = firestore.collection('sessionSecrets').where('userId', '==', 'alice');
    assert.ok(!isServed(own.where('state', 'array-contains', 'open')));
  });

  it('takes the direction of an order for a part of the index', () => {
    const index = {
      collectionGroup: 'sessions',
      queryScope: 'COLLECTION',
      fields: [
        { fieldPath: 'userId', order: 'ASCENDING' },
        { fieldPath: 'lastActiveAt', order: 'DESCENDING' },
      ],
    } as const;
    const own = sessions.where('userId', '==', 'alice');
    const fits = (query: Query) =>
      needsOf(query).every((need) => serves({ ...index, fields: [...index.fields] }, need));
    assert.ok(fits(own.orderBy('lastActiveAt', 'desc')));
    assert.ok(!fits(own.orderBy('lastActiveAt')));
    assert.ok(!fits(own.where('lastActiveAt', '>', at)));
  });
});

/** The paths of all times in a document; those in a list are the list's. */
function datesIn(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([name, field]: [string, unknown]) => {
    const path = prefix + name;
    if (Array.isArray(field)) return datesIn({ ...field }).length > 0 ? [path] : [];
    if (field instanceof Date) return [path];
    return typeof field === 'object' && field !== null ? datesIn(field, `${path}.`) : [];
  });
}
