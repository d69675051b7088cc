// What the pinned Firebase CLI sends to Google when this repository is deployed.
import assert from 'node:assert/strict';
import type { Call } from './double/server.ts';
import type { Rehearsal } from './rehearsal.ts';
import { filesOf } from './upload.ts';
import {
  createdBy,
  deployed,
  projectIdOf,
  uploadedBy,
  variantNames,
  type Variant,
} from './variants.ts';

/** The functions that find places. */
const locating = ['deliverPush', 'onSessionCreated', 'sweep'];

describe('a deployment', () => {
  const results = {} as Record<Variant, Rehearsal>;

  before(async () => {
    for (const name of variantNames) results[name] = await deployed(name);
  });

  const sent = (name: Variant, pattern: RegExp): Call[] =>
    results[name].calls.filter((call) => pattern.test(`${call.method} ${call.host}${call.path}`));
  const changes = (name: Variant) =>
    sent(
      name,
      /^(POST|PATCH|PUT|DELETE) (cloudfunctions|firestore|firebaserules|storage|run\.)/,
    ).filter(({ path }) => !path.endsWith(':test'));
  const created = (name: Variant) => createdBy(results[name]);

  it('meets no API that the double does not know', () => {
    for (const { unknown } of Object.values(results)) assert.deepEqual(unknown, []);
  });

  for (const name of ['first', 'europe', 'again', 'dryRun'] as const) {
    it(`succeeds: ${name}`, () => assert.equal(results[name].code, 0, results[name].output));
    it(`deletes nothing of the team's: ${name}`, () => {
      assert.deepEqual(sent(name, /^DELETE /), []);
      assert.deepEqual(sent(name, /^(POST|PATCH) cloudfunctions.*(chargeCard|sendInvoice)/), []);
    });
  }

  it('would, as codebase "default", delete the functions of the team', () => {
    const paths = sent('asDefault', /^DELETE cloudfunctions/).map(({ path }) => path);
    assert.deepEqual(paths, [
      `/v2/projects/${projectIdOf('asDefault')}/locations/us-central1/functions/chargeCard`,
    ]);
  });

  it('touches no rules and no indexes where only our codebase is deployed', () => {
    for (const name of ['first', 'europe'] as const) {
      assert.deepEqual(sent(name, /^(POST|PATCH|DELETE) (firestore|firebaserules)\./), []);
    }
  });

  it('creates every function in the region of the param, as ours, on Node 24', () => {
    for (const [name, region] of [
      ['first', 'us-central1'],
      ['europe', 'europe-west1'],
    ] as const) {
      const bodies = created(name);
      assert.ok(bodies.size >= 15);
      for (const [id, body] of bodies) {
        assert.equal(
          body.name,
          `projects/${projectIdOf(name)}/locations/${region}/functions/${id}`,
        );
        assert.equal(body.labels['firebase-functions-codebase'], 'device-sessions');
        assert.equal(body.buildConfig.runtime, 'nodejs24');
      }
    }
  });

  it('bounds instances, memory and the calls at a time of each function', () => {
    for (const [name, most] of [
      ['first', 20],
      ['europe', 7],
    ] as const) {
      for (const [id, { serviceConfig }] of created(name)) {
        // Two sweeps at once would do each other's work.
        assert.equal(serviceConfig.maxInstanceCount, id === 'sweep' ? 1 : most, id);
        assert.equal(serviceConfig.maxInstanceRequestConcurrency, 80, id);
        assert.equal(serviceConfig.availableMemory, locating.includes(id) ? '512Mi' : '256Mi', id);
      }
    }
  });

  it('binds each secret to just the functions that need it', () => {
    const boundTo = (secret: string) =>
      [...created('first')]
        .filter(([, { serviceConfig }]) =>
          serviceConfig.secretEnvironmentVariables?.some(({ key }) => key === secret),
        )
        .map(([id]) => id)
        .sort();
    assert.deepEqual(boundTo('IPAPI_KEY'), locating);
    assert.deepEqual(boundTo('INTROSPECTION_SECRET'), ['introspectToken']);
    const withKeys = boundTo('SESSION_KEYS');
    assert.deepEqual(
      [...created('first').keys()].filter((id) => !withKeys.includes(id)),
      ['metadata'],
    );
    assert.deepEqual(
      created('europe')
        .get('onSessionCreated')
        ?.serviceConfig.secretEnvironmentVariables?.map(({ key }) => key),
      ['SESSION_KEYS'],
    );
  });

  it('puts the params into the environment, and no secret', () => {
    for (const { serviceConfig } of created('europe').values()) {
      const { environmentVariables: variables } = serviceConfig;
      assert.equal(variables['MAX_INSTANCES'], '7');
      assert.equal(variables['SESSION_LIFETIMES'], '30d/365d');
      assert.ok(!JSON.stringify(variables).includes('must-stay-at-home'));
    }
  });

  for (const [name, location] of [
    ['first', 'nam5'],
    ['europe', 'eur3'],
  ] as const) {
    it(`listens to the database in ${location}, and tries again what failed`, () => {
      const { eventTrigger } = created(name).get('onSessionCreated')!;
      assert.equal(eventTrigger?.triggerRegion, location);
      assert.equal(eventTrigger.retryPolicy, 'RETRY_POLICY_RETRY');
      assert.equal(eventTrigger.eventType, 'google.cloud.firestore.document.v1.created');
    });
  }

  it('lets everybody call what carries its own credential, and nobody else the rest', () => {
    const open = sent('first', /^POST run\..*:setIamPolicy$/)
      .filter(({ body }) => JSON.stringify(body).includes('allUsers'))
      .map(({ path }) => /services\/(\w+):/.exec(path)?.[1]);
    const background = [...created('first')]
      .filter(([id, { eventTrigger }]) => eventTrigger || id === 'deliverPush')
      .map(([id]) => id);
    for (const id of background) assert.ok(!open.includes(id), id);
    for (const id of ['registerSession', 'refreshTokens', 'jwks']) assert.ok(open.includes(id), id);
  });

  it('makes the queue of deliverPush as the function says', () => {
    const [queue] = sent('first', /^(PATCH|POST) cloudtasks.*queues\/deliverPush$/);
    const { rateLimits, retryConfig } = queue?.body as Record<string, Record<string, unknown>>;
    assert.equal(rateLimits?.['maxConcurrentDispatches'], 20);
    assert.equal(retryConfig?.['maxAttempts'], 5);
  });

  it('brings indexes and times to live where all is deployed, and keeps those of the team', () => {
    const fields = sent('again', /^PATCH firestore.*\/fields\//);
    const ttls = fields
      .filter(({ body }) => 'ttlConfig' in (body as object))
      .map(({ path }) => path.split('/collectionGroups/')[1]);
    assert.deepEqual(ttls.sort(), [
      'deviceSessionAccounts/fields/deleteAt',
      'deviceSessionEvents/fields/deleteAt',
      'deviceSessions/fields/deleteAt',
    ]);
    assert.ok(fields.every(({ path }) => !path.includes('/orders/')));
    assert.ok(sent('again', /^POST firestore.*\/deviceSessions\/indexes$/).length > 0);
  });

  it('asks before events are tried again, so a first deployment without a terminal stops', () => {
    assert.notEqual(results.unasked.code, 0);
    assert.match(results.unasked.output, /failure polic|retr/i);
    assert.deepEqual(changes('unasked'), []);
  });

  it('changes nothing in a dry run', () => assert.deepEqual(changes('dryRun'), []));

  it('stops at a param that cannot be used, with our sentence', () => {
    assert.notEqual(results.wrongParam.code, 0);
    assert.match(results.wrongParam.output, /SESSION_LIFETIMES is "30d", but must be how long/);
    assert.deepEqual(changes('wrongParam'), []);
  });

  it('uploads what runs, and nothing that must stay at home', async () => {
    const upload = uploadedBy(results.first);
    const files = filesOf(upload);
    const names = [...files.keys()];
    assert.ok(names.includes('package.json') && names.includes('dist/index.cjs'));
    for (const name of names) {
      assert.match(
        name,
        /^(dist\/.+\.c?js|package\.json|npm-shrinkwrap\.json|README\.md|LICENSE)$/,
      );
    }
    assert.ok(names.includes('dist/functions/listSessions.js'));
    assert.ok(upload.length < 1_500_000, `${upload.length} bytes`);
    for (const content of files.values()) assert.ok(!content.includes('must-stay-at-home'));
  });
});
