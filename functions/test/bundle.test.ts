// The bundle in dist/, as `npm run build` has left it. Each test loads it in a process of its own, since
// what is declared to the Firebase CLI is declared once in a process.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { promisify } from 'node:util';

const dist = new URL('../dist/', import.meta.url);

/** What the expression comes to in a new process; it may wait. */
async function evaluate<Value>(expression: string): Promise<Value> {
  const program = `Promise.resolve(${expression}).then((value) => console.log(JSON.stringify(value)))`;
  const env = { GCLOUD_PROJECT: 'demo', FIREBASE_CONFIG: '{"projectId":"demo"}' };
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { env });
  return JSON.parse(stdout) as Value;
}

const inQuotes = (url: URL) => JSON.stringify(url.pathname);
const required = (name: string) => `require(${inQuotes(new URL(`${name}.cjs`, dist))})`;
const imported = (url: URL) => `import(${inQuotes(url)})`;

describe('the bundle of the functions', () => {
  before(() => assert.ok(existsSync(new URL('index.cjs', dist)), 'first: npm run build'));

  for (const name of ['index', 'kit']) {
    it(`has the functions of src/${name}.ts, for require and for import`, async () => {
      const functions = '.map(([name, value]) => [name, typeof value]).sort()';
      const source = imported(new URL(`../src/${name}.ts`, import.meta.url));
      const [wanted, byRequire, names] = await Promise.all([
        evaluate<[string, string][]>(`${source}.then((all) => Object.entries(all)${functions})`),
        evaluate<[string, string][]>(`Object.entries(${required(name)})${functions}`),
        evaluate<string[]>(`${imported(new URL(`${name}.cjs`, dist))}.then(Object.keys)`),
      ]);
      assert.ok(wanted.length >= 20);
      assert.deepEqual(byRequire, wanted);
      for (const [exported] of wanted) assert.ok(names.includes(exported), exported);
    });
  }

  it('loads of a function what answers a refusal: neither Firestore nor the Admin SDK', async () => {
    const loaded = await evaluate<string[]>(`(() => {
      const loaded = [];
      require('node:module').registerHooks({
        load(url, context, next) { loaded.push(url); return next(url, context); },
      });
      ${required('index')}.listSessions;
      return loaded.filter((url) => url.startsWith('file:'));
    })()`);
    const functions = loaded.filter((url) => url.includes('/functions/dist/functions/'));
    assert.deepEqual(functions, [new URL('functions/listSessions.js', dist).href]);
    for (const url of loaded) {
      assert.ok(url.startsWith(dist.href) && !url.includes('firebase-admin'), url);
      const { size } = statSync(new URL(url));
      assert.ok(size < 50_000, `${url} has ${size} bytes`);
    }
  });
});
