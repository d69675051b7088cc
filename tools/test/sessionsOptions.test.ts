import assert from 'node:assert/strict';
import { CloudError } from '../deploy/cloud.ts';
import { takeSignedInAfter } from '../sessions/deployed.ts';
import { parseSessionsOptions } from '../sessions/options.ts';
import { progressLine, summaryOf } from '../sessions/progress.ts';

const now = new Date('2026-12-01T12:00:00Z');
const time = '2026-12-01T08:00:00Z';
const parse = (...args: string[]) => parseSessionsOptions(['end', ...args], now);

describe('the words of npm run sessions', () => {
  it('say which sessions, and where', () => {
    const all = parse('--signed-in-before', time);
    assert.deepEqual(all, {
      filter: { signedInBefore: new Date(time) },
      ...{ after: null, pageSize: 100, project: null },
      ...{ isDryRun: false, isAgreed: false, isJson: false },
    });
    const after = `-${'a'.repeat(42)}`;
    const some = parse(
      ...['--type', 'WEB', '--signed-in-before', '2026-12-01T09:00:00+01:00', '--tenant', 'team'],
      ...['--app-version-below', '2.3.0', `--after=${after}`, '--page', '500', '--dry-run'],
    );
    assert.deepEqual(some.filter, {
      signedInBefore: new Date(time),
      ...{ deviceType: 'WEB', appVersionBelow: '2.3.0', tenantId: 'team' },
    });
    assert.deepEqual([some.after, some.pageSize, some.isDryRun], [after, 500, true]);
  });

  for (const [words, sentence] of [
    [[], /^Say which sessions of all users are to end/],
    [['--type', 'WEB'], /^Say which sessions of all users are to end/],
    [['--signed-in-before', '2026-12-01T12:00:01Z'], /^2026-12-01T12:00:01\S+ is in the future/],
    [['--signed-in-before', 'yesterday'], /^yesterday is no time such as/],
    [['--signed-in-before='], /^Nothing is no time such as/],
    [['--signed-in-before', time, '--type', 'web'], /^web is no device type: there are IOS,/],
    [['--signed-in-before', time, '--app-version-below', 'v2'], /^v2 is no version to compare/],
    [['--signed-in-before', time, '--tenant='], /^A tenant has a name/],
    [['--signed-in-before', time, '--after', 'x'], /^x is no id of an account/],
    [['--signed-in-before', time, '--page', '0'], /^A page has 1 to 500 accounts, not 0/],
    [['--signed-in-before', time, '--page', '501'], /^A page has 1 to 500 accounts, not 501/],
    [['--signed-in-before', time, '--project='], /^Say which sessions/],
    [['--signed-in-before', time, 'alice'], /^Say which sessions/],
    [['--signed-in-before', time, '--all'], /^Unknown option '--all'\nSay which sessions/],
  ] as const) {
    it(`are refused with a sentence: ${words.join(' ') || 'none'}`, () => {
      assert.throws(() => parse(...words), { exitCode: 64, message: sentence });
    });
  }
});

describe('SIGNED_IN_AFTER of a deployment', () => {
  const name = 'SIGNED_IN_AFTER';
  const before = process.env[name];
  beforeEach(() => void (process.env[name] = 'of the files here'));
  after(() => {
    if (before === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = before;
  });

  const deployed = (functions: Record<string, string | undefined>) => async () => ({
    get: async <T>(url: string) => {
      assert.match(url, /\/v2\/projects\/my-project\/locations\/europe-west1\/functions\?/);
      const list = Object.entries(functions).map(([id, value]) => ({
        name: `projects/my-project/locations/europe-west1/functions/${id}`,
        serviceConfig: { environmentVariables: value === undefined ? {} : { [name]: value } },
      }));
      return { functions: list } as T;
    },
  });
  const take = (open: Parameters<typeof takeSignedInAfter>[2]) =>
    takeSignedInAfter('my-project', 'europe-west1', open);

  for (const [what, functions, value] of [
    ['is that of registerSession', { registerSession: time, signOut: '' }, time],
    ['is none where it was not deployed', { registerSession: undefined }, ''],
    ['is that of a kit', { 'kit-one-registerSession': time }, time],
    [
      'is the earliest of several',
      { 'kit-a-registerSession': time, 'kit-b-registerSession': '2026-11-01T00:00:00Z' },
      '2026-11-01T00:00:00Z',
    ],
    ['is none where one has none', { 'kit-a-registerSession': time, registerSession: '' }, ''],
  ] as const) {
    it(what, async () => {
      assert.equal(await take(deployed(functions)), null);
      assert.equal(process.env[name], value);
    });
  }

  it('is that of the files here where it cannot be seen, which is said', async () => {
    assert.match((await take(deployed({ signOut: '' }))) ?? '', /registerSession is not deployed/);
    const refuse = async () => ({
      get: () => Promise.reject(new CloudError('Permission denied.')),
    });
    assert.equal(await take(refuse), 'Permission denied.');
    assert.equal(process.env[name], 'of the files here');
  });
});

describe('what npm run sessions tells', () => {
  const progress = {
    ...{ accountCount: 2000, concernedCount: 1500, revokedCount: 3000, withoutVersion: 0 },
    ...{ after: 'an-id', share: 0.2, isComplete: false },
  };

  it('says how far it is, how fast, what is left, and where to go on', () => {
    assert.equal(
      progressLine(progress, { seconds: 10, isDryRun: false }),
      '2,000 accounts (20.0 %), 3,000 sessions ended, 200 accounts a second; ' +
        'about 8,000 accounts and 40 s left; from here on: --after=an-id',
    );
    assert.match(
      progressLine(progress, { seconds: 3600, isDryRun: true }),
      /would end.*4\.0 h left/,
    );
  });

  it('says what it has come to, and what lives on for want of a version', () => {
    const one = { ...progress, isComplete: true };
    const sums = '3,000 sessions ended of 1,500 accounts; 2,000 were looked at.';
    assert.equal(summaryOf(one, false), sums);
    assert.match(
      summaryOf({ ...one, withoutVersion: 7 }, true),
      /would end.*\n7 others say no version/,
    );
  });
});
