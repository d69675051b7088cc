// What `npm start` shows: a line for each event, and nothing of what the emulators say to themselves.
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followLog } from '../stack/events/logFile.ts';
import { parseLogLine } from '../stack/events/logLine.ts';
import { eventSentence, pushSentence, startSentence } from '../stack/events/sentences.ts';
import { watchStarts } from '../stack/events/starts.ts';

const iPhone = { who: 'Alice', device: 'iPhone 15 Pro', confirmed: true };
const galaxy = { who: 'Alice', device: 'Galaxy S24', confirmed: false };

describe('a line of the log', () => {
  it('is an event of the product', () => {
    const fields =
      '{"event":"session-revoked","initiatingEntity":"user","revokedReason":"denied","userId":"alice",' +
      '"tenantId":null,"eventId":"e","sessionId":"s","actorSessionId":"a","severity":"INFO",' +
      '"message":"security event"}';
    const line = parseLogLine(`[info] >  ${fields} {"user":${fields},"metadata":{}}`);
    assert.ok(line?.kind === 'event');
    assert.deepEqual(
      [line.event, line.sessionId, line.actorSessionId, line.revokedReason],
      ['session-revoked', 's', 'a', 'denied'],
    );
  });

  it('is what a function writes, or warns of', () => {
    for (const [line, text] of [
      ['[info] >  here I am {"user":"here I am","metadata":{}}', 'here I am'],
      ['[info] >  {"severity":"ERROR","message":"It broke\\n    at x"} {"user":{}}', 'It broke'],
      [
        '[warn] ⚠  functions: Your function timed out. {"metadata":{}}',
        'functions: Your function timed out.',
      ],
    ] as const) {
      assert.deepEqual(parseLogLine(line), { kind: 'message', text });
    }
  });

  it('is noise otherwise', () => {
    for (const line of [
      '[debug] [2026-11-30T03:04:40.807Z] [functions] Beginning execution of "us-central1-listSessions"',
      '[info] i  functions: Loaded environment variables from functions/.env ',
      '[info] >  {"verifications":{"app":"MISSING"},"severity":"DEBUG","message":"Callable request verification passed"}',
      '[info] >  (node:1) [DEP0169] DeprecationWarning: `url.parse()` behavior is not standardized',
      '[warn] ⚠  firestore: Env variable override detected. Using firestore emulator at /x',
      '',
    ]) {
      assert.equal(parseLogLine(line), null, line);
    }
  });
});

describe('the start of a function', () => {
  const id = '168e5915-f531-48fd-b7c8-8777124029e7';
  const added = '[debug] [time] [worker-pool] addWorker(us-central1-signOut) {"metadata":{}}';
  const became = (state: string) =>
    `[debug] [time] [worker-us-central1-signOut-${id}]: ${state} {}`;

  function watched() {
    const told: string[] = [];
    const late: (() => void)[] = [];
    const watch = watchStarts(
      (name, state) => told.push(`${name} ${state}`),
      (_milliseconds, run) => {
        late.push(run);
        return () => late.splice(late.indexOf(run), 1);
      },
    );
    return { watch, told, late };
  }

  it('is not worth a word when it goes well, nor is the end of the process afterwards', () => {
    const { watch, told, late } = watched();
    for (const line of [added, became('IDLE'), became('BUSY'), became('IDLE'), became('exited')]) {
      watch(line);
    }
    assert.deepEqual([told, late.length], [[], 0]);
  });

  it('is said while it takes long, and once it is over', () => {
    const { watch, told, late } = watched();
    watch(added);
    late[0]?.();
    watch(became('IDLE'));
    assert.deepEqual(told, ['signOut slow', 'signOut started']);
    assert.match(startSentence('signOut', 'slow') ?? '', /still starting signOut/);
  });

  it('is said to have failed where its process ends: nobody will be answered', () => {
    const { watch, told } = watched();
    watch(added);
    watch(became('exited'));
    assert.deepEqual(told, ['signOut failed']);
    assert.match(startSentence('signOut', 'failed') ?? '', /could not start signOut/);
  });
});

describe('an event as a sentence', () => {
  it('says who signed in where, and that a new device is not confirmed', () => {
    const event = { event: 'session-established', revokedReason: null };
    assert.equal(eventSentence(event, iPhone, null), 'Alice signed in on iPhone 15 Pro');
    assert.match(
      eventSentence(event, galaxy, null) ?? '',
      /Galaxy S24: new device, not confirmed$/,
    );
  });

  it('says by whom a session was ended, and why', () => {
    const ended = (revokedReason: string) => ({ event: 'session-revoked', revokedReason });
    assert.equal(
      eventSentence(ended('denied'), galaxy, iPhone),
      "Alice's session on Galaxy S24 ended: “No, it was not me”, by iPhone 15 Pro",
    );
    assert.equal(
      eventSentence(ended('sign_out'), iPhone, iPhone),
      "Alice's session on iPhone 15 Pro ended: signed out there",
    );
    assert.match(eventSentence(ended('a_new_reason'), galaxy, null) ?? '', /ended: a_new_reason$/);
  });

  it('says to whom a push goes', () => {
    const body = 'Logged in on Galaxy S24. Was that you?';
    assert.equal(
      pushSentence({ action: 'login_alert', body }, iPhone),
      `Alert to Alice's iPhone 15 Pro: ${body}`,
    );
    assert.equal(
      pushSentence({ action: 'force_logout' }, galaxy),
      "Alice's Galaxy S24 is told to sign out",
    );
    assert.equal(pushSentence({ action: 'login_answered' }, galaxy), null);
  });
});

describe('a log that grows', () => {
  it('is read from its end on, in whole lines, and to its end when that is enough', () => {
    const folder = mkdtempSync(join(tmpdir(), 'log-'));
    const file = join(folder, 'firebase.log');
    writeFileSync(file, 'before\n');
    const lines: string[] = [];
    const stop = followLog(file, (line) => lines.push(line));
    appendFileSync(file, 'one\ntw');
    appendFileSync(file, 'o ✔\nhalf');
    stop();
    stop();
    assert.deepEqual(lines, ['one', 'two ✔']);
    rmSync(folder, { recursive: true });
  });
});
