// What the SDKs bring along and nothing here uses, half of their code; and data that is parsed faster as
// JSON than as code. Whoever comes to use what is left out gets an error that names it.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Plugin } from 'rolldown';

const unused = [
  // Messages of IAM, of locations, of long operations, and Firestore's, which travel by protos.json.
  /\/google-gax\/build\/protos\/(iam_service|locations|operations)\.js$/,
  /\/@google-cloud\/firestore\/build\/protos\/firestore_v1_proto_api\.js$/,
  /\/@google-cloud\/firestore-api\/build\/protos\/protos\.js$/,
  // What makes and deletes databases and indexes.
  /\/firestore_admin_client\.js$/,
  // Streams for the time before Node had them.
  /\/web-streams-polyfill\//,
];

/** All messages of Firestore, which a process reads at its first request. */
const firestoreMessages = /\/@google-cloud\/firestore-api\/build\/protos\/protos\.json$/;

interface Messages {
  nested: { google: { nested: { firestore: { nested: { admin?: object } } } } };
}

/** Those of what makes databases are more than those of documents. */
function leaveOutAdmin({ nested: { google } }: Messages): void {
  delete google.nested.firestore.nested.admin;
}

export const leftOut: Plugin = {
  name: 'left-out',
  async load(id) {
    if (unused.some((path) => path.test(id))) return refusingModule(basename(id));
    if (!/\/node_modules\/.*\.json$/.test(id)) return null;
    const data: unknown = JSON.parse(await readFile(id, 'utf8'));
    if (firestoreMessages.test(id)) leaveOutAdmin(data as Messages);
    const text = JSON.stringify(data);
    return { code: `module.exports = JSON.parse(${JSON.stringify(text)});`, moduleType: 'js' };
  },
};

/** At load the SDKs read names, as `google.firestore.v1.Value`; to use what has one is refused. */
function refusingModule(file: string): string {
  return `const refuse = (path) => {
    throw new Error(path + ' of ${file} is not in the bundle: see bundle/leftOut.ts');
  };
  const named = (path) => new Proxy(class {}, {
    get(_, name) {
      if (typeof name === 'symbol' || name === '__esModule') return undefined;
      const inner = path === '' ? name : path + '.' + name;
      return /(^|\\.)[A-Z]/.test(path) ? refuse(inner) : named(inner);
    },
    apply: () => refuse(path),
    construct: () => refuse(path),
  });
  module.exports = named('');`;
}
