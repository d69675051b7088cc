// What the SDKs bring along and nothing here uses, half of their code; and data that is parsed faster as
// JSON than as code. Whoever comes to use what is left out gets an error that names it.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Plugin } from 'rolldown';

/** Messages of IAM, of locations, of long operations, and of Firestore's bundles of documents. */
const messages =
  /\/(google-gax\/build\/protos\/(iam_service|locations|operations)|@google-cloud\/firestore\/build\/protos\/firestore_v1_proto_api)\.js$/;

/** A URL parser with tables of Unicode, for the time before Node had one. */
const urlParser = /\/node_modules\/whatwg-url\/lib\/public-api\.js$/;

export const leftOut: Plugin = {
  name: 'left-out',
  async load(id) {
    if (messages.test(id)) return refusingModule(basename(id));
    if (urlParser.test(id)) return `module.exports = require('node:url');`;
    if (!/\/node_modules\/.*\.json$/.test(id)) return null;
    const text = JSON.stringify(JSON.parse(await readFile(id, 'utf8')));
    return { code: `module.exports = JSON.parse(${JSON.stringify(text)});`, moduleType: 'js' };
  },
};

function refusingModule(file: string): string {
  return `module.exports = new Proxy({}, {
    get(_, name) {
      if (typeof name === 'symbol' || name === '__esModule') return undefined;
      throw new Error(name + ' of ${file} is not in the bundle: see bundle/leftOut.ts');
    },
  });`;
}
