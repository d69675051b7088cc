// Holds every query of the product against firestore.indexes.json, and the file against the documents.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Query } from '@google-cloud/firestore';
import { Filter, Firestore } from '@google-cloud/firestore';
import type { SecurityEvent } from '../../src/domain/session/securityEvent.ts';
import type { Account } from '../../src/domain/account/account.ts';
import type { SessionView } from '../../src/domain/account/view.ts';
import type { Owner } from '../../src/domain/session/session.ts';
import * as documents from '../../src/store/documents.ts';
import * as queries from '../../src/store/queries.ts';
import { event, view } from '../domain/accounts.ts';
import type { IndexFile, Need } from './requiredIndexes.ts';
import { isExempt, isMet, needsOf, serves } from './requiredIndexes.ts';

const file = JSON.parse(
  readFileSync(new URL('../../../firestore.indexes.json', import.meta.url), 'utf8'),
) as IndexFile;
const source = fileURLToPath(new URL('../../src/', import.meta.url));
const firestore = new Firestore({ projectId: 'demo-indexes' });
const at = new Date('2026-03-01T12:00:00Z');

/** Where a user's documents are looked for; the outbox is the emulator's and needs no index. */
const collections = [documents.viewsCollection, documents.eventsCollection];

const owner: Owner = { userId: 'alice', tenantId: null };
const ofTenant: Owner = { userId: 'alice', tenantId: 'team' };

const ofBoth = (query: (owner: Owner) => Query) => [owner, ofTenant].map(query);

/** Every query the product can ask, by the function that builds it; each variant of it. */
const samples: Record<keyof typeof queries, Query[]> = {
  endedViewsQuery: ofBoth((one) => queries.endedViewsQuery(firestore, one, at, 50)),
  accountsQuery: [null, 'account'].map((id) => queries.accountsQuery(firestore, id, 100)),
  owingQuery: [queries.owingQuery(firestore, '-', 200)],
  erasableQuery: [queries.erasableQuery(firestore, '2026-03-01', 200)],
  holdersQuery: [queries.holdersQuery(firestore, 'hash')],
  eventsQuery: ofBoth((one) => queries.eventsQuery(firestore, one, 50, null)).concat(
    queries.eventsQuery(firestore, owner, 50, { occurredAt: at, eventId: 'event' }),
  ),
  allOfQuery: collections.flatMap((collection) =>
    ofBoth((one) => queries.allOfQuery(firestore, collection, one)),
  ),
};

/** Lists that a team's own app may ask for: docs/clients/web.md. */
const clientQueries = ofBoth((one) =>
  firestore
    .collection(documents.viewsCollection)
    .where('userId', '==', one.userId)
    .where('tenantId', '==', one.tenantId)
    .where('revoked', '==', false),
);

/** A value with nothing left out: the compiler asks for each field that a type gains. */
type Filled<Value> = Value extends Date | string | number | boolean
  ? Value
  : Value extends (infer Item)[]
    ? Filled<Item>[]
    : { [Field in keyof Value]-?: Filled<NonNullable<Value[Field]>> };

const filledView: Filled<SessionView> = {
  ...view(),
  tenantId: 'team',
  platform: 'Android 15',
  appVersion: '1.0',
  location: 'Moscow, Russia',
  signals: ['new_device'],
  revokedAt: at,
  revokedReason: 'user',
  logoutConfirmedAt: at,
  officialApp: 'app',
  deleteAt: at,
};

/** By their kinds: how deep they go makes no difference, since none of it is indexed. */
const account: Record<keyof Account, unknown> = {
  userId: 'alice',
  tenantId: 'team',
  devices: { 'device-1': { lastSeenAt: at } },
  newDevices: [{ device: 'device-1', at, isCounted: true }],
  alertedTimes: [at],
  countries: [{ code: 'RU', seenAt: at, isConfirmed: true }],
  lastPlaces: { confirmed: { latitude: 55.75, longitude: 37.62, at }, latest: null },
  outbox: [{ pushId: 'push', until: at }],
  calls: [{ callId: 'call', result: {} }],
  firebaseAccount: { createdAt: at, wasAhead: false, customTokenUntil: at },
  beganAt: at,
  checkedAt: at,
  deniedChange: at,
  isOwed: true,
  eraseOn: '2026-03-31',
  pushTokens: ['hash'],
  deleteAt: at,
};
/** What `sweep` and the check for a shared push token look for. */
const indexed: readonly string[] = ['isOwed', 'eraseOn', 'pushTokens'];

const filledEvent: Filled<SecurityEvent> = {
  ...event(),
  tenantId: 'team',
  actorSessionId: 'other',
  revokedReason: 'user',
};

/** A document of each collection; the outbox is the emulator's and needs no index. */
const contents: Record<string, object> = {
  [documents.viewsCollection]: filledView,
  [documents.accountsCollection]: account,
  [documents.eventsCollection]: filledEvent,
  [documents.outboxCollection]: {},
};

describe('firestore.indexes.json', () => {
  const all = Object.values(samples).flat();
  const needs = [...all, ...clientQueries].flatMap(needsOf);

  it('has six composite ones at the most', () => {
    assert.ok(file.indexes.length <= 6);
  });

  it('indexes of an account what is looked for, and nothing else', () => {
    const accounts = documents.accountsCollection;
    const isFree = (field: string) => !isExempt(accounts, field, file.fieldOverrides);
    assert.deepEqual(Object.keys(account).filter(isFree).sort(), [...indexed].sort());
  });

  it('is held against every query that queries.ts builds', () => {
    assert.deepEqual(Object.keys(samples).sort(), Object.keys(queries).sort());
    for (const [name, variants] of Object.entries(samples)) assert.ok(variants.length > 0, name);
  });

  it('is held against every collection', () => {
    const all = Object.entries(documents)
      .filter(([name]) => name.endsWith('Collection'))
      .map(([, collection]) => collection as string);
    assert.deepEqual(Object.keys(contents).sort(), all.sort());
  });

  it('is asked for by queries.ts only', () => {
    const asking = globSync('**/*.ts', { cwd: source }).filter((name) =>
      /\.(where|orderBy|collectionGroup|findNearest)\s*\(/.test(
        readFileSync(source + name, 'utf8'),
      ),
    );
    // The outbox is the emulator's, which needs no index.
    assert.deepEqual(asking.sort(), ['store/firestoreOutbox.ts', 'store/queries.ts']);
  });

  for (const [name, variants] of Object.entries(samples)) {
    const byTitle = Map.groupBy(variants.flatMap(needsOf), titleOf);
    for (const [fields, asked] of byTitle) {
      it(`serves ${name} by ${fields}`, () => {
        for (const need of asked) assert.ok(isMet(need, file), `missing: ${JSON.stringify(need)}`);
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

    if ('deleteAt' in fields) {
      it(`lets Firestore delete ${collection} after deleteAt`, () => {
        const [override] = file.fieldOverrides.filter(
          (one) => one.collectionGroup === collection && one.fieldPath === 'deleteAt',
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
      for (const { fieldPath } of fields) assert.ok(has(collectionGroup, fieldPath), fieldPath);
    }
    for (const { collectionGroup, fieldPath } of file.fieldOverrides) {
      assert.ok(has(collectionGroup, fieldPath), `${collectionGroup}.${fieldPath}`);
    }
  });
});

describe('the check of indexes', () => {
  const sessions = firestore.collection('deviceSessions');
  const ofAlice = sessions.where('userId', '==', 'alice').where('tenantId', '==', null);
  const isServed = (query: Query) => needsOf(query).every((need) => isMet(need, file));

  it('lets a query by one field pass', () => {
    assert.ok(isServed(sessions.where('userId', '==', 'alice')));
    assert.ok(isServed(sessions.where('deviceName', '>', 'a').orderBy('deviceName')));
    assert.ok(isServed(sessions.limit(1)));
  });

  it('lets a range on the last field of an index pass', () => {
    assert.ok(isServed(ofAlice.where('revoked', '!=', false)));
  });

  it('takes the fields of equalities in any order', () => {
    const open = sessions.where('revoked', '==', false).where('tenantId', '==', null);
    assert.ok(isServed(open.where('userId', 'in', ['a', 'b'])));
  });

  it('finds a query by one exempt field', () => {
    assert.ok(!isServed(sessions.where('createdAt', '>', at)));
    assert.ok(!isServed(sessions.orderBy('lastActiveAt')));
    const accounts = firestore.collection('deviceSessionAccounts');
    assert.ok(!isServed(accounts.where('alertedTimes', 'array-contains', at)));
    assert.ok(!isServed(accounts.where('firebaseAccount.wasAhead', '==', true)));
  });

  it('finds a query with an order or a range that no index has', () => {
    assert.ok(!isServed(ofAlice.orderBy('lastActiveAt', 'desc')));
    assert.ok(!isServed(ofAlice.where('expiresAt', '>', at)));
    assert.ok(!isServed(ofAlice.where('revoked', '==', false).orderBy('createdAt')));
  });

  it('finds the one part of an "or" that no index has', () => {
    const either = Filter.or(
      Filter.where('revoked', '==', false),
      Filter.where('deviceType', '==', 'WEB'),
    );
    assert.ok(!isServed(ofAlice.where(either)));
  });

  it('finds a query over every collection of a name', () => {
    const group = firestore.collectionGroup('deviceSessions');
    assert.ok(!isServed(group.where('userId', '==', 'alice')));
    const own = group.where('userId', '==', 'alice').where('tenantId', '==', null);
    assert.ok(!isServed(own.where('revoked', '==', false)));
  });

  it('tells an index of array elements from one of values', () => {
    assert.ok(!isServed(ofAlice.where('revoked', 'array-contains', false)));
  });

  it('takes the direction of an order for a part of the index', () => {
    const index = {
      collectionGroup: 'deviceSessions',
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

function titleOf({ collectionGroup, equalities, ordered }: Need): string {
  const fields = [...equalities, ...ordered].map(({ fieldPath }) => fieldPath);
  return `${collectionGroup}: ${fields.join(', ') || 'id'}`;
}

/** Whether the documents of this collection have this field, given by its path. */
function has(collection: string, fieldPath: string): boolean {
  let value: unknown = contents[collection];
  for (const name of fieldPath.split('.')) {
    if (typeof value !== 'object' || value === null || !(name in value)) return false;
    value = (value as Record<string, unknown>)[name];
  }
  return true;
}

/** The paths of all times in a document; those in a list are the list's. */
function datesIn(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([name, field]: [string, unknown]) => {
    const path = prefix + name;
    if (Array.isArray(field)) return datesIn({ ...field }).length > 0 ? [path] : [];
    if (field instanceof Date) return [path];
    return typeof field === 'object' && field !== null ? datesIn(field, `${path}.`) : [];
  });
}
