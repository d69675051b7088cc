// What Google's APIs answer about one living project, as far as the Firebase CLI asks for a
// deployment: its database, its own functions and indexes, its secrets. Changes are taken, not kept.
import type { CloudProject } from './cloudProject.ts';
import type { Answer, Call, Reply } from './server.ts';

type Route = [pattern: RegExp, answer: (call: Call, ...groups: string[]) => Reply | null];

const ok = (body: unknown = {}): Reply => ({ body });

/** The double's answers for this project. */
export function google(project: CloudProject): Answer {
  const routes = [
    ...identityRoutes(project),
    ...firestoreRoutes(project),
    ...functionRoutes(project),
    ...serviceRoutes(project),
  ];
  return (call) => {
    const line = `${call.method} ${call.host}${call.path}`;
    if (project.unreadable?.test(line)) {
      return { status: 403, body: { error: { code: 403, message: 'Permission denied.' } } };
    }
    for (const [pattern, answer] of routes) {
      const [match, ...groups] = pattern.exec(line) ?? [];
      if (match !== undefined) return answer(call, ...groups);
    }
    return null;
  };
}

function identityRoutes({ id, number, servicesOff, roles, ownRoles }: CloudProject): Route[] {
  const bindingsOf = (all: Record<string, string[]>) => ({
    version: 1,
    etag: 'BwX',
    bindings: Object.entries(all).map(([role, members]) => ({ role, members })),
  });
  return [
    [
      /^POST .*\/token$/,
      () => ok({ access_token: 'token', expires_in: 3600, token_type: 'Bearer' }),
    ],
    [/^GET iam\..*\/serviceAccounts\/[^:]+$/, () => ({ status: 404 })],
    [
      /^POST iam\..*\/serviceAccounts$/,
      ({ body }) => {
        const { accountId } = body as { accountId: string };
        const email = `${accountId}@${id}.iam.gserviceaccount.com`;
        return ok({ name: `projects/${id}/serviceAccounts/${email}`, email, uniqueId: '1' });
      },
    ],
    [/:testIamPermissions$/, ({ body }) => ok(body)],
    [/^POST cloudresourcemanager.*:getIamPolicy$/, () => ok(bindingsOf(roles))],
    [/^POST iam\..*\/serviceAccounts\/.*:getIamPolicy$/, () => ok(bindingsOf(ownRoles))],
    [
      /^POST cloudresourcemanager.*:setIamPolicy$/,
      ({ body }) => ok((body as { policy: object }).policy),
    ],
    [
      /^GET cloudresourcemanager.*\/projects\/[^/]+$/,
      () => ok({ projectId: id, projectNumber: number, lifecycleState: 'ACTIVE' }),
    ],
    [/^GET firebase\..*\/adminSdkConfig$/, () => ok({ projectId: id })],
    [
      /^GET firebase\..*\/projects\/[^/]+$/,
      () => ok({ projectId: id, projectNumber: number, state: 'ACTIVE', resources: {} }),
    ],
    [
      /^GET serviceusage.*\/services\/(.+)$/,
      (_, api) => ok({ state: servicesOff.includes(api) ? 'DISABLED' : 'ENABLED' }),
    ],
    [
      /^POST serviceusage.*:generateServiceIdentity$/,
      () => ok({ name: 'operations/identity', done: true }),
    ],
    [/^GET cloudbilling/, () => ok({ billingEnabled: true })],
  ];
}

function firestoreRoutes(project: CloudProject): Route[] {
  const { id, databaseLocation, indexes, fields, rules, documents = [] } = project;
  const name = `projects/${id}/databases/(default)`;
  const database = {
    name,
    locationId: databaseLocation,
    type: 'FIRESTORE_NATIVE',
    databaseEdition: 'STANDARD',
  };
  return [
    [
      /^GET firestore.*\/databases\/\(default\)$/,
      () => (databaseLocation ? ok(database) : { status: 404 }),
    ],
    [/^POST firestore.*\/databases$/, () => ok({ name: 'operations/database', done: true })],
    [/^GET firestore.*\/collectionGroups\/-\/indexes$/, () => ok({ indexes })],
    [/^GET firestore.*\/collectionGroups\/-\/fields$/, () => ok({ fields })],
    [/^GET firestore.*\/documents\/\w+$/, () => ok({ documents })],
    [/^POST firestore.*\/indexes$/, () => ok({ name: 'operations/index' })],
    [/^PATCH firestore.*\/fields\/.+$/, () => ok({ name: 'operations/field' })],
    [/^GET firebaserules.*\/releases$/, () => ok({ releases: [] })],
    [
      /^GET firebaserules.*\/releases\/cloud\.firestore$/,
      () => (rules === null ? { status: 404 } : ok({ rulesetName: `projects/${id}/rulesets/now` })),
    ],
    [
      /^GET firebaserules.*\/rulesets\/now$/,
      () => ok({ source: { files: [{ name: 'firestore.rules', content: rules }] } }),
    ],
    [/^POST firebaserules.*:test$/, () => ok({ issues: [] })],
    [/^POST firebaserules.*\/rulesets$/, () => ok({ name: `projects/${id}/rulesets/new` })],
    [/^(?:PATCH|POST) firebaserules.*\/releases/, ({ body }) => ok(body)],
  ];
}

function functionRoutes({ functions }: CloudProject): Route[] {
  const operations = new Map<string, object>();
  /** What was asked for is what there is afterwards, at once. */
  const change = (name: string, response: object): Reply => {
    operations.set(name, { name: `operations/${name}`, done: true, response });
    return ok({ name: `operations/${name}` });
  };
  const list = (all: unknown[]) => () => ok({ functions: all });
  return [
    [/^GET cloudfunctions.*\/v2\/projects\/[^/]+\/locations\/[^/]+\/functions$/, list(functions)],
    [/^GET cloudfunctions.*\/v1\/projects\/[^/]+\/locations\/-\/functions$/, list([])],
    [/^GET cloudfunctions.*\/operations\/(.+)$/, (_, name) => ok(operations.get(name))],
    [
      /^POST cloudfunctions.*\/locations\/([^/]+)\/functions:generateUploadUrl$/,
      (_, region) =>
        ok({
          uploadUrl: `https://storage.googleapis.com/uploads/${region}.zip`,
          storageSource: { bucket: 'uploads', object: `${region}.zip`, generation: '1' },
        }),
    ],
    [/^PUT storage\.googleapis\.com\/uploads\//, () => ok()],
    [
      /^(?:POST|PATCH) cloudfunctions.*\/v2\/projects\/[^/]+\/locations\/[^/]+\/functions/,
      ({ body }) => {
        const { name, serviceConfig } = body as { name: string; serviceConfig: object };
        const service = name.replace('/functions/', '/services/');
        return change(name.split('/').at(-1)!, {
          ...(body as object),
          serviceConfig: { ...serviceConfig, service, uri: `https://${service}.run.app` },
          url: `https://${service}.run.app`,
          state: 'ACTIVE',
        });
      },
    ],
    [/^DELETE cloudfunctions.*\/([^/]+)$/, (_, name) => change(name, {})],
    [/^(?:GET|POST) run.*:[gs]etIamPolicy$/, ({ body }) => ok(policyOf(body))],
  ];
}

/** A policy that is set is what it says; one that is read is empty. */
function policyOf(body: unknown): object {
  return (body as { policy?: object } | undefined)?.policy ?? {};
}

function serviceRoutes({ number, secrets, hasCleanupPolicy }: CloudProject): Route[] {
  const cleanupPolicies = hasCleanupPolicy
    ? { 'firebase-functions-cleanup': { id: 'firebase-functions-cleanup', action: 'DELETE' } }
    : {};
  return [
    [
      /^GET secretmanager.*\/secrets\/([^/:]+)(\/versions\/[^/]+)?$/,
      ({ path }, secret, version) => {
        if (!secrets.includes(secret)) return { status: 404 };
        const name = path.replace('/v1/', '').replace('latest', '1');
        return ok({ name, ...(version && { state: 'ENABLED' }) });
      },
    ],
    [/^(?:GET|POST) secretmanager.*:[gs]etIamPolicy$/, ({ body }) => ok(policyOf(body))],
    [/^(?:GET|POST|PATCH) cloudtasks/, ({ body }) => ok(body)],
    [/^GET cloudscheduler/, () => ({ status: 404 })],
    [/^POST cloudscheduler/, ({ body }) => ok(body)],
    [/^(?:GET|PATCH) artifactregistry\S*\/v1\/(.+)$/, (_, name) => ok({ name, cleanupPolicies })],
    [
      /^GET compute/,
      () => ok({ defaultServiceAccount: `${number}-compute@developer.gserviceaccount.com` }),
    ],
    // Services that this project has never used.
    [/^GET runtimeconfig/, () => ok({})],
    [/^GET firebaseextensions/, () => ok({ instances: [] })],
    [/^GET registry\.npmjs\.org\/firebase-functions$/, () => ({ status: 404 })],
  ];
}
