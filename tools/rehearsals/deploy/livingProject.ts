// A project in which a team already lives: its functions, indexes, times to live, rules and secrets.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../process/paths.ts';
import type { CloudProject } from './double/cloudProject.ts';

const number = '123456789012';

function foreign(project: string, id: string, codebase?: string) {
  return {
    name: `projects/${project}/locations/us-central1/functions/${id}`,
    environment: 'GEN_2',
    state: 'ACTIVE',
    labels: {
      'deployment-tool': 'cli-firebase',
      ...(codebase && { 'firebase-functions-codebase': codebase }),
    },
    buildConfig: { runtime: 'nodejs22', entryPoint: id, source: { storageSource: {} } },
    serviceConfig: { service: `projects/${project}/locations/us-central1/services/${id}` },
  };
}

/** Our triggers, deployed once already with their retry policy. */
export function deployedTriggers(project: string, region: string, triggerRegion: string) {
  return [
    deployedTrigger(project, region, triggerRegion),
    {
      ...foreign(project, 'onUserDeleted', 'device-sessions'),
      eventTrigger: {
        eventType: 'google.firebase.auth.user.v2.deleted',
        triggerRegion: 'global',
        retryPolicy: 'RETRY_POLICY_RETRY',
        eventFilters: [],
      },
    },
  ];
}

function deployedTrigger(project: string, region: string, triggerRegion: string) {
  const name = `projects/${project}/locations/${region}/functions/onSessionCreated`;
  return {
    ...foreign(project, 'onSessionCreated', 'device-sessions'),
    name,
    eventTrigger: {
      eventType: 'google.cloud.firestore.document.v1.created',
      triggerRegion,
      retryPolicy: 'RETRY_POLICY_RETRY',
      eventFilters: [
        { attribute: 'database', value: '(default)' },
        { attribute: 'namespace', value: '(default)' },
        {
          attribute: 'document',
          value: 'deviceSessions/{sessionId}',
          operator: 'match-path-pattern',
        },
      ],
    },
    serviceConfig: { service: name.replace('/functions/', '/services/') },
  };
}

export function livingProject(id: string, changes: Partial<CloudProject> = {}): CloudProject {
  const group = `projects/${id}/databases/(default)/collectionGroups/orders`;
  return {
    id,
    number,
    databaseLocation: 'nam5',
    secrets: ['SESSION_KEYS', 'INTROSPECTION_SECRET', 'IPAPI_KEY'],
    functions: [foreign(id, 'chargeCard'), foreign(id, 'sendInvoice', 'shop')],
    indexes: [
      {
        name: `${group}/indexes/CICAgOjXh4EK`,
        queryScope: 'COLLECTION',
        state: 'READY',
        fields: [
          { fieldPath: 'userId', order: 'ASCENDING' },
          { fieldPath: 'createdAt', order: 'DESCENDING' },
          { fieldPath: '__name__', order: 'DESCENDING' },
        ],
      },
    ],
    fields: [
      {
        name: `${group}/fields/expiresAt`,
        indexConfig: { indexes: [] },
        ttlConfig: { state: 'ACTIVE' },
      },
    ],
    rules: null,
    ownRoles: {},
    roles: {
      'roles/editor': [`serviceAccount:${number}-compute@developer.gserviceaccount.com`],
    },
    servicesOff: [],
    hasCleanupPolicy: false,
    ...changes,
  };
}

/** A living project in which all is ready for a deployment: rules, indexes, roles. */
export function readyProject(id: string, changes: Partial<CloudProject> = {}): CloudProject {
  const living = livingProject(id, { hasCleanupPolicy: true });
  const account = [`serviceAccount:${number}-compute@developer.gserviceaccount.com`];
  const ours = JSON.parse(readFileSync(join(root, 'firestore.indexes.json'), 'utf8')) as {
    indexes: { collectionGroup: string; queryScope: string; fields: object[] }[];
    fieldOverrides: { collectionGroup: string; fieldPath: string; ttl?: boolean }[];
  };
  const groups = `projects/${id}/databases/(default)/collectionGroups`;
  return {
    ...living,
    indexes: [
      ...living.indexes,
      ...ours.indexes.map(({ collectionGroup, queryScope, fields }, at) => ({
        ...{ name: `${groups}/${collectionGroup}/indexes/${at}`, queryScope, state: 'READY' },
        fields: [...fields, { fieldPath: '__name__', order: 'ASCENDING' }],
      })),
    ],
    fields: [
      ...living.fields,
      ...ours.fieldOverrides.map(({ collectionGroup, fieldPath, ttl }) => ({
        name: `${groups}/${collectionGroup}/fields/${fieldPath}`,
        indexConfig: { indexes: [] },
        ...(ttl && { ttlConfig: { state: 'ACTIVE' } }),
      })),
    ],
    functions: [...living.functions, ...deployedTriggers(id, 'us-central1', 'nam5')],
    rules: readFileSync(join(root, 'firestore.rules'), 'utf8'),
    roles: {
      'roles/editor': account,
      'roles/cloudtasks.enqueuer': account,
      'roles/run.invoker': account,
    },
    ownRoles: {
      'roles/iam.serviceAccountTokenCreator': account,
      'roles/iam.serviceAccountUser': account,
    },
    ...changes,
  };
}
