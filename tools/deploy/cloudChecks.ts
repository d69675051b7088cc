// What can be told of the project itself before a deployment. Nothing is changed; what the login may
// not read is said to be not checkable.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Settings } from '../../functions/src/params/settings.ts';
import { root } from '../process/paths.ts';
import { CloudError, type Cloud } from './cloud.ts';
import { ok, unknown, wrong, type Finding } from './finding.ts';
import { mergeIndexes, type IndexFile } from './indexFile.ts';
import {
  documentsThatMeet,
  indexesThatMeet,
  rulesThatMeet,
  type RestDocument,
} from './meetings.ts';
import { compareRules, ownCollections } from './rules.ts';

export interface CheckedProject {
  cloud: Cloud;
  id: string;
  /** What would be deployed, or the defaults where that cannot be. */
  settings: Pick<Settings, 'region' | 'geoProviders'>;
}

type Check = (project: CheckedProject) => Promise<Finding[]>;

/** Each with what to look at by hand where Google does not let it be read. */
export const cloudChecks: [check: Check, subject: string, byHand: string][] = [
  [checkDatabase, 'the database', 'npx firebase firestore:databases:get "(default)"'],
  [checkIndexes, 'indexes and times to live', 'npm run merge -- --into <your project> --check'],
  [checkRules, 'the rules', 'npm run merge -- --into <your project> --check'],
  [checkCollections, 'the collections', 'look at them in the Firebase console'],
  [checkSecrets, 'the secrets', 'npx firebase functions:secrets:get SESSION_KEYS'],
  [checkNames, 'the names of other functions', 'npx firebase functions:list'],
  [checkServices, 'the APIs', 'gcloud services list'],
];

/** The findings of one check; what Google refuses to tell is one finding. */
export async function runCheck(
  [check, subject, byHand]: (typeof cloudChecks)[number],
  project: CheckedProject,
): Promise<Finding[]> {
  try {
    return await check(project);
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    return [unknown(`${subject}: ${error.message}`, `${byHand} --project ${project.id}`)];
  }
}

/** Regions near a database that is in several (cloud.google.com/firestore/docs/locations). */
const near: Record<string, string[]> = {
  nam5: ['us-central1'],
  nam7: ['us-central1', 'us-east4'],
  eur3: ['europe-west1', 'europe-west4'],
};

async function checkDatabase({ cloud, id, settings: { region } }: CheckedProject) {
  const database = await cloud.get<{ locationId: string; type: string }>(
    `https://firestore.googleapis.com/v1/projects/${id}/databases/(default)`,
  );
  if (!database) {
    return [
      wrong(
        'There is no database (default): the CLI would create one in nam5, for ever.',
        `npx firebase firestore:databases:create "(default)" --location ${region} --project ${id}`,
      ),
    ];
  }
  const { locationId, type } = database;
  if (type !== 'FIRESTORE_NATIVE') {
    return [
      wrong(
        `The database (default) is of type ${type}.`,
        'use a project with Firestore in native mode',
      ),
    ];
  }
  const regions = near[locationId] ?? [locationId];
  return regions.includes(region)
    ? [ok(`the database (default) in ${locationId}, near REGION ${region}`)]
    : [
        wrong(
          `The database (default) is in ${locationId}, far from REGION ${region}.`,
          `write REGION=${regions[0]} into functions/.env.${id}`,
        ),
      ];
}

async function checkIndexes({ cloud, id }: CheckedProject) {
  const ours = readRoot<IndexFile>('firestore.indexes.json');
  const theirs = await cloud.indexes(id);
  const { added, conflicts } = mergeIndexes(JSON.stringify(theirs), ours);
  const mend =
    'npm run merge -- --into <your project>, then deploy it with --only firestore; ' +
    `in a project of its own: npm run deploy -- --project ${id} --own-project`;
  const findings = [
    ...conflicts.map((line) => wrong(line, 'take the other time to live away')),
    ...indexesThatMeet(theirs, ours).map(meeting),
  ];
  if (added.length > 0) findings.push(wrong(`Missing in Firestore: ${added.join('; ')}.`, mend));
  return findings.length > 0 ? findings : [ok('indexes and times to live')];
}

async function checkRules({ cloud, id }: CheckedProject) {
  const origin = 'https://firebaserules.googleapis.com/v1';
  const release = await cloud.get<{ rulesetName: string }>(
    `${origin}/projects/${id}/releases/cloud.firestore`,
  );
  const ruleset = release && (await cloud.get<Ruleset>(`${origin}/${release.rulesetName}`));
  const theirs = ruleset?.source.files.map(({ content }) => content).join('\n') ?? '';
  const ours = readFileSync(join(root, 'firestore.rules'), 'utf8');
  const { missing, tooWide } = compareRules(theirs, ours);
  const findings = [
    ...tooWide.map(({ line, text }) =>
      wrong(
        `Line ${line} of the deployed rules opens sessions, or what stands beside them: ${text}`,
        'name your own collections there',
      ),
    ),
    ...rulesThatMeet(theirs, ours).map(meeting),
  ];
  if (missing !== '') {
    findings.push(
      wrong(
        'The deployed rules lack blocks of ours.',
        `npm run merge -- --into <your project> prints them; in a project of its own: npm run deploy -- --project ${id} --own-project`,
      ),
    );
  }
  return findings.length > 0 ? findings : [ok('the rules')];
}

/** A few documents tell: a collection of the same name would be read, changed and deleted as ours. */
async function checkCollections({ cloud, id }: CheckedProject) {
  const [name = ''] = ownCollections;
  const found = await cloud.get<{ documents?: RestDocument[] }>(
    `https://firestore.googleapis.com/v1/projects/${id}/databases/(default)/documents/${name}?pageSize=3`,
  );
  const findings = documentsThatMeet(found?.documents ?? []).map(meeting);
  return findings.length > 0 ? findings : [ok(`the collection ${name}`)];
}

function meeting(line: string): Finding {
  return wrong(`Meets ours: ${line}.`, 'name your own collection otherwise');
}

interface Ruleset {
  source: { files: { content: string }[] };
}

async function checkSecrets({ cloud, id, settings }: CheckedProject) {
  const makers: Record<string, string> = {
    SESSION_KEYS: 'npm run --silent keys',
    INTROSPECTION_SECRET: "openssl rand -hex 32 | tr -d '\\n'",
    ...(settings.geoProviders.includes('ipapi') && { IPAPI_KEY: 'echo none' }),
  };
  return Promise.all(
    Object.entries(makers).map(async ([name, maker]) => {
      const version = await cloud.get<{ state: string }>(
        `https://secretmanager.googleapis.com/v1/projects/${id}/secrets/${name}/versions/latest`,
      );
      if (version?.state === 'ENABLED') return ok(`the secret ${name}`);
      const set = `npx firebase functions:secrets:set ${name} --data-file - --project ${id}`;
      return wrong(`The secret ${name} has no value.`, `${maker} | ${set}`);
    }),
  );
}

/** The CLI replaces a function of the same name and region, whatever codebase it is of. */
async function checkNames({ cloud, id, settings: { region } }: CheckedProject) {
  const list = await cloud.get<{ functions?: { name: string; labels?: Record<string, string> }[] }>(
    `https://cloudfunctions.googleapis.com/v2/projects/${id}/locations/${region}/functions`,
  );
  const files = globSync(join(root, 'functions/src/functions/*.ts'));
  const ours = new Set(files.map((file) => basename(file, '.ts')));
  const taken = (list?.functions ?? []).flatMap(({ name, labels = {} }) => {
    const own = name.split('/').at(-1) ?? '';
    const codebase = labels['firebase-functions-codebase'] ?? 'default';
    return ours.has(own) && codebase !== 'device-sessions' ? [`${own} (${codebase})`] : [];
  });
  return taken.length === 0
    ? [ok('no function of another codebase has one of our names')]
    : [
        wrong(
          `Functions of another codebase would be replaced: ${taken.join(', ')}.`,
          `rename yours first; if they are an earlier deployment of this product: npx firebase functions:delete <name> --project ${id}`,
        ),
      ];
}

async function checkServices({ cloud, id }: CheckedProject) {
  const names = ['iamcredentials', 'identitytoolkit', 'fcm'].map(
    (name) => `${name}.googleapis.com`,
  );
  const states = await Promise.all(
    names.map((name) =>
      cloud.get<{ state: string }>(
        `https://serviceusage.googleapis.com/v1/projects/${id}/services/${name}`,
      ),
    ),
  );
  const off = names.filter((_, at) => states[at]?.state !== 'ENABLED');
  return off.length === 0
    ? [ok('the APIs')]
    : [
        wrong(
          `APIs that are off: ${off.join(', ')}.`,
          `gcloud services enable ${off.join(' ')} --project ${id}`,
        ),
      ];
}

function readRoot<T>(name: string): T {
  return JSON.parse(readFileSync(join(root, name), 'utf8')) as T;
}
