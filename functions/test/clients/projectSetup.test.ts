import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { MockAgent } from 'undici';
import { projectSetup } from '../../src/clients/projectSetup.ts';

const files = new URL('../../../', import.meta.url);
const readFile = (name: string) => readFileSync(new URL(name, files), 'utf8');
const groups = '/v1/projects/demo/databases/(default)/collectionGroups/-';

interface IndexFile {
  indexes: { collectionGroup: string; fields: object[] }[];
  fieldOverrides: { collectionGroup: string; fieldPath: string; ttl?: boolean }[];
}

describe('the setup of a project', () => {
  const ours = JSON.parse(readFile('firestore.indexes.json')) as IndexFile;
  const name = (group: string) => `projects/demo/databases/(default)/collectionGroups/${group}`;
  const indexes = ours.indexes.map(({ collectionGroup, fields }, at) => ({
    name: `${name(collectionGroup)}/indexes/${at}`,
    fields: [...fields, { fieldPath: '__name__', order: 'ASCENDING' }],
  }));
  const fields = ours.fieldOverrides
    .filter(({ ttl }) => ttl)
    .map(({ collectionGroup, fieldPath }) => ({
      name: `${name(collectionGroup)}/fields/${fieldPath}`,
    }));

  async function findMissing(answers: {
    indexes?: object;
    fields?: object;
    rules?: string | null;
    status?: number;
  }): Promise<string[]> {
    const agent = new MockAgent();
    agent.disableNetConnect();
    const headers = { authorization: 'Bearer token' };
    const firestore = agent.get('https://firestore.googleapis.com');
    const rules = agent.get('https://firebaserules.googleapis.com');
    const status = answers.status ?? 200;
    firestore
      .intercept({ path: `${groups}/indexes`, headers })
      .reply(status, answers.indexes ?? {});
    firestore
      .intercept({ path: `${groups}/fields?filter=ttlConfig%3A*`, headers })
      .reply(status, answers.fields ?? {});
    const release = rules.intercept({
      path: '/v1/projects/demo/releases/cloud.firestore',
      headers,
    });
    if (typeof answers.rules === 'string') {
      release.reply(200, { rulesetName: 'projects/demo/rulesets/now' });
      const source = { files: [{ content: answers.rules }] };
      rules.intercept({ path: '/v1/projects/demo/rulesets/now', headers }).reply(200, { source });
    } else {
      release.reply(answers.status ?? 404, {});
    }
    const accessToken = async () => 'token';
    const setup = projectSetup({ project: 'demo', accessToken, files, dispatcher: agent });
    const missing = await setup.findMissing();
    agent.assertNoPendingInterceptors();
    await agent.close();
    return missing;
  }

  it('lacks nothing where all is deployed, as Google lists it', async () => {
    const rules = readFile('firestore.rules');
    assert.deepEqual(await findMissing({ indexes: { indexes }, fields: { fields }, rules }), []);
  });

  it('lacks all in a project that has nothing', async () => {
    const missing = await findMissing({});
    assert.ok(
      missing.includes(
        'index deviceSessions (userId ASCENDING, tenantId ASCENDING, revoked ASCENDING)',
      ),
    );
    assert.ok(missing.includes('time to live deviceSessions/fields/deleteAt'));
    assert.ok(missing.includes('rule function hasLiveSession('));
    assert.ok(missing.includes('rule match /deviceSessions/{sessionId}'));
    assert.equal(missing.filter((line) => line.startsWith('index')).length, indexes.length);
  });

  it('lacks the one index that is of another order', async () => {
    const [first, ...rest] = indexes;
    const changed = { ...first!, fields: first!.fields.toReversed() };
    const rules = readFile('firestore.rules');
    const answers = { indexes: { indexes: [changed, ...rest] }, fields: { fields }, rules };
    assert.equal((await findMissing(answers)).length, 1);
  });

  it('says what it may not read', async () => {
    const missing = await findMissing({ status: 403 });
    assert.deepEqual(missing, [
      'index: could not be read (Error)',
      'time to live: could not be read (Error)',
      'rule: could not be read (Error)',
    ]);
  });
});
