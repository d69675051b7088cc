// What a project lacks of what a kit cannot bring along: indexes, times to live and rules. Read from
// Google's APIs and compared with the files that the package carries; nothing is changed.
import { readFile } from 'node:fs/promises';
import { request, type Dispatcher } from 'undici';
import { nameOfError } from '../errors.ts';
import type { ProjectSetup } from '../services.ts';

export interface ProjectSetupOptions {
  project: string;
  accessToken: () => Promise<string>;
  /** The folder with firestore.indexes.json and firestore.rules. */
  files: URL;
  /** undici's global dispatcher, if left out. */
  dispatcher?: Dispatcher;
}

interface Index {
  /** `…/collectionGroups/<collection>/indexes/<id>`, as Google lists it. */
  name?: string;
  collectionGroup?: string;
  fields: { fieldPath: string; order?: string; arrayConfig?: string }[];
}

interface Files {
  indexes: Index[];
  fieldOverrides: { collectionGroup: string; fieldPath: string; ttl?: boolean }[];
}

const firestore = 'https://firestore.googleapis.com/v1';
const rulesApi = 'https://firebaserules.googleapis.com/v1';

export function projectSetup(options: ProjectSetupOptions): ProjectSetup {
  const { project, accessToken, files, dispatcher } = options;
  const groups = `${firestore}/projects/${project}/databases/(default)/collectionGroups/-`;

  async function get<T>(url: string): Promise<T | null> {
    const { statusCode, body } = await request(url, {
      dispatcher,
      headers: { authorization: `Bearer ${await accessToken()}` },
      signal: AbortSignal.timeout(10_000),
    });
    if (statusCode === 200) return (await body.json()) as T;
    await body.dump();
    if (statusCode === 404) return null;
    throw new Error(`HTTP status ${statusCode}`);
  }

  async function missingIndexes({ indexes }: Files): Promise<string[]> {
    const list = await get<{ indexes?: Index[] }>(`${groups}/indexes`);
    const present = new Set(list?.indexes?.map(keyOf));
    return indexes.map(keyOf).filter((key) => !present.has(key));
  }

  async function missingTtls({ fieldOverrides }: Files): Promise<string[]> {
    const query = new URLSearchParams({ filter: 'ttlConfig:*' });
    const list = await get<{ fields?: { name: string }[] }>(`${groups}/fields?${query.toString()}`);
    const present = new Set(list?.fields?.map(({ name }) => name.split('/collectionGroups/')[1]));
    return fieldOverrides
      .filter(({ ttl }) => ttl)
      .map(({ collectionGroup, fieldPath }) => `${collectionGroup}/fields/${fieldPath}`)
      .filter((name) => !present.has(name));
  }

  async function missingRules(): Promise<string[]> {
    const release = await get<{ rulesetName: string }>(
      `${rulesApi}/projects/${project}/releases/cloud.firestore`,
    );
    const ruleset =
      release &&
      (await get<{ source: { files: { content: string }[] } }>(
        `${rulesApi}/${release.rulesetName}`,
      ));
    const theirs = (ruleset?.source.files ?? []).map(({ content }) => content).join('\n');
    const ours = await readFile(new URL('firestore.rules', files), 'utf8');
    return (
      ours
        .match(/(?:function \w+\(|match \/(?!databases)\S+)/g)
        ?.filter((block) => !theirs.includes(block)) ?? []
    );
  }

  return {
    async findMissing() {
      const text = await readFile(new URL('firestore.indexes.json', files), 'utf8');
      const wanted = JSON.parse(text) as Files;
      const parts: [string, Promise<string[]>][] = [
        ['index', missingIndexes(wanted)],
        ['time to live', missingTtls(wanted)],
        ['rule', missingRules()],
      ];
      const found = parts.map(async ([kind, missing]) => {
        try {
          return (await missing).map((name) => `${kind} ${name}`);
        } catch (error) {
          return [`${kind}: could not be read (${nameOfError(error)})`];
        }
      });
      return (await Promise.all(found)).flat();
    },
  };
}

/** `deviceSessions (userId ASCENDING, revoked ASCENDING)`; the document's name at the end is implied. */
function keyOf({ name, collectionGroup, fields }: Index): string {
  const collection = collectionGroup ?? name?.split('/collectionGroups/')[1]?.split('/')[0];
  const own = fields
    .filter(({ fieldPath }) => fieldPath !== '__name__')
    .map(({ fieldPath, order, arrayConfig }) => `${fieldPath} ${arrayConfig ?? order}`);
  return `${collection} (${own.join(', ')})`;
}
