// `npm run deploy:check` and `npm run deploy` as programs, on projects of the double.
import assert from 'node:assert/strict';
import { livingProject, readyProject } from './livingProject.ts';
import { runOn, type Rehearsal } from './rehearsal.ts';

const check = (project: ReturnType<typeof livingProject>) =>
  runOn(project, 'deploy:check', ['--project', project.id]);

/** What was sent that is no reading. */
const changes = ({ calls }: Rehearsal) =>
  calls
    .filter(
      ({ method, path }) =>
        method !== 'GET' && !/:(getIamPolicy|testIamPermissions|test)$|\/token$/.test(path),
    )
    .map(({ method, host, path }) => `${method} ${host}${path}`);

describe('npm run deploy:check', () => {
  it('finds nothing wrong with a project that is ready, and changes nothing', async () => {
    const result = await check(readyProject('check-ready'));
    assert.equal(result.code, 0, result.output);
    assert.doesNotMatch(result.output, /^(wrong|not checkable)/m);
    for (const subject of ['params', 'Node 24', 'Firebase CLI', 'nam5', 'indexes', 'the rules']) {
      assert.match(result.output, new RegExp(`^ok .*${subject}`, 'm'));
    }
    assert.deepEqual([changes(result), result.unknown], [[], []]);
  });

  it('names all that is wrong, each with what mends it', async () => {
    const project = livingProject('check-poor', {
      databaseLocation: null,
      secrets: ['SESSION_KEYS'],
      servicesOff: ['iamcredentials.googleapis.com'],
      roles: {},
      documents: [
        {
          name: 'projects/check-poor/databases/(default)/documents/deviceSessions/chat',
          fields: { room: {} },
        },
      ],
      rules:
        'service cloud.firestore {\n match /databases/{db}/documents {\n' +
        ' match /{all=**} { allow read, write: if request.auth != null; }\n }\n}',
    });
    project.functions.push({
      ...project.functions[0],
      name: 'projects/check-poor/locations/us-central1/functions/signOut',
    });
    const result = await check(project);
    assert.equal(result.code, 1);
    const lines = [
      /^wrong .*no database \(default\).*nam5, for ever\.\n +-> npx firebase firestore:databases:create/m,
      /^wrong .*time to live of deviceSessions\.deleteAt.*\n +-> npm run merge/m,
      /^wrong .*Line 3 of the deployed rules opens sessions/m,
      /^wrong .*rules lack blocks/m,
      /^wrong +Meets ours: the document deviceSessions\/chat is no session of ours/m,
      /^wrong .*INTROSPECTION_SECRET has no value.*\n +-> openssl rand .*secrets:set/m,
      /^wrong .*IPAPI_KEY has no value.*\n +-> echo none \|/m,
      /^wrong .*would be replaced: signOut \(default\)/m,
      /^wrong .*iamcredentials.*\n +-> gcloud services enable/m,
      /^wrong .*lacks roles\/iam\.serviceAccountTokenCreator on itself.*\n +-> gcloud iam/m,
      /^wrong .*lacks roles\/datastore\.user\.\n +-> gcloud projects add-iam/m,
      /^wrong .*lacks roles\/cloudbuild\.builds\.builder/m,
    ];
    for (const line of lines) assert.match(result.output, line);
    assert.doesNotMatch(result.output, /SESSION_KEYS has no value/);
    assert.deepEqual(changes(result), []);
  });

  it('tells a database far from the functions', async () => {
    const result = await check(readyProject('check-far', { databaseLocation: 'eur3' }));
    assert.equal(result.code, 1);
    assert.match(
      result.output,
      /eur3, far from REGION us-central1\.\n +-> write REGION=europe-west1/,
    );
  });

  it('says what it may not read, and what to look at instead', async () => {
    const project = readyProject('check-blind');
    const result = await check({ ...project, unreadable: /secretmanager|:getIamPolicy/ });
    assert.equal(result.code, 0, result.output);
    assert.match(
      result.output,
      /^not checkable here +the secrets: .*\n +-> npx firebase functions:secrets/m,
    );
    assert.match(result.output, /^not checkable here +the roles/m);
  });

  it('asks for a project', async () => {
    const { code, output } = await runOn(livingProject('check-none'), 'deploy:check', []);
    assert.equal(code, 64);
    assert.equal(output, 'Say which project: npm run deploy:check -- --project <project id>\n');
  });
});

describe('npm run deploy', () => {
  it('deploys nothing where something is wrong', async () => {
    const project = livingProject('deploy-poor');
    const result = await runOn(project, 'npm run deploy', ['--project', project.id]);
    assert.equal(result.code, 1);
    assert.match(result.output, /Nothing was deployed: \d+ to mend first/);
    assert.deepEqual(changes(result), []);
  });

  it('deploys our codebase, and hands other options to the CLI', async () => {
    const project = readyProject('deploy-ready');
    const args = ['--project', project.id, '--dry-run', '--non-interactive'];
    const result = await runOn(project, 'npm run deploy', args);
    assert.equal(result.code, 0, result.output);
    assert.match(result.output, /deploying functions\n/);
    assert.match(result.output, /Dry run complete/);
  });
});
