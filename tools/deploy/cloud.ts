// Reads of Google's APIs with the login of the Firebase CLI, through the CLI's own client (package.json
// pins its version). Nothing here changes anything.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { CommandError } from '../process/command.ts';
import { root } from '../process/paths.ts';
import type { IndexFile } from './indexFile.ts';

export interface Cloud {
  /** The answer, or null where there is no such thing. Throws a CloudError for any other refusal. */
  get<T>(url: string): Promise<T | null>;
  /** An IAM policy, which Google reads by POST. */
  policyOf(resource: string): Promise<Policy>;
  /** The database's indexes in the form of firestore.indexes.json. */
  indexes(project: string): Promise<IndexFile>;
}

export interface Policy {
  bindings?: { role: string; members: string[] }[];
}

/** Google refused: the reader lacks a role, or the API is off. */
export class CloudError extends Error {}

const require = createRequire(import.meta.url);
const lib = `${dirname(require.resolve('firebase-tools/package.json'))}/lib`;

/** Throws a CommandError where nobody is logged in. */
export async function openCloud(): Promise<Cloud> {
  const auth = require(`${lib}/auth`) as Auth;
  const { requireAuth } = require(`${lib}/requireAuth`) as RequireAuth;
  const { Client } = require(`${lib}/apiv2`) as ApiV2;
  const options = {};
  const account = auth.selectAccount(undefined, root);
  if (account) auth.setActiveAccount(options, account);
  try {
    await requireAuth(options);
  } catch {
    throw new CommandError(
      'Nobody is logged in: npx firebase login (or set GOOGLE_APPLICATION_CREDENTIALS).',
    );
  }

  async function request<T>(method: 'GET' | 'POST', url: string): Promise<T | null> {
    const { origin, pathname, searchParams } = new URL(url);
    const client = new Client({ urlPrefix: origin, auth: true });
    const { status, body } = await client.request<T & { error?: { message?: string } }>({
      method,
      path: pathname,
      queryParams: searchParams,
      resolveOnHTTPError: true,
    });
    if (status === 404) return null;
    if (status >= 400) throw new CloudError(body?.error?.message ?? `HTTP status ${status}`);
    return body;
  }

  return {
    get: (url) => request('GET', url),
    policyOf: async (resource) => (await request<Policy>('POST', `${resource}:getIamPolicy`)) ?? {},
    async indexes(project) {
      const { FirestoreApi } = require(`${lib}/firestore/api`) as FirestoreModule;
      const api = new FirestoreApi();
      const [indexes, fields] = await Promise.all([
        api.listIndexes(project),
        api.listFieldOverrides(project),
      ]);
      return api.makeIndexSpec(indexes, fields);
    },
  };
}

/** The params as the CLI reads them for this project: functions/.env and its like. */
export function loadParams(project: string, alias: string | undefined): Record<string, string> {
  const { loadUserEnvs } = require(`${lib}/functions/env`) as Environment;
  const functionsSource = `${root}/functions`;
  const options = { functionsSource, projectDir: root, projectId: project, projectAlias: alias };
  return loadUserEnvs(options);
}

interface Auth {
  selectAccount(account: undefined, projectRoot: string): object | undefined;
  setActiveAccount(options: object, account: object): void;
}
interface RequireAuth {
  requireAuth(options: object): Promise<unknown>;
}
interface ApiV2 {
  Client: new (options: { urlPrefix: string; auth: boolean }) => {
    request<T>(options: object): Promise<{ status: number; body: T }>;
  };
}
interface FirestoreModule {
  FirestoreApi: new () => {
    listIndexes(project: string): Promise<unknown[]>;
    listFieldOverrides(project: string): Promise<unknown[]>;
    makeIndexSpec(indexes: unknown[], fields: unknown[]): IndexFile;
  };
}
interface Environment {
  loadUserEnvs(options: object): Record<string, string>;
}
