// docs/api.json says what the code says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { loginAlertMessage } from '../../functions/src/domain/push/loginAlert.ts';
import type { PushMessage } from '../../functions/src/domain/push/pushMessage.ts';
import {
  forceLogoutMessage,
  loginAnsweredMessage,
  securityAlertMessage,
} from '../../functions/src/domain/push/sessionMessages.ts';
import type { PushReceiver } from '../../functions/src/domain/session/session.ts';
import { serverMetadata } from '../../functions/src/http/serverMetadata.ts';
import { callableInputs } from '../api/inputs.ts';
import { apiFile, apiText, makeApi, type Api } from '../api/document.ts';
import { kotlinFile, kotlinText } from '../api/kotlin.ts';
import { metadata } from '../api/metadata.ts';
import { pushes } from '../api/pushes.ts';
import { typesFile, typesText } from '../api/types.ts';
import { root } from '../process/paths.ts';

describe('docs/api.json', () => {
  it('is what npm run api writes', () => {
    assert.equal(readFileSync(apiFile, 'utf8'), apiText());
  });

  it('names each part that it defines, and defines each that it names', () => {
    const text = readFileSync(apiFile, 'utf8');
    const named = new Set([...text.matchAll(/"#\/\$defs\/(\w+)"/g)].map(([, name = '']) => name));
    const { RefusalDetails: _, ...parts } = makeApi().$defs;
    assert.deepEqual([...named].toSorted(), Object.keys(parts).toSorted());
  });

  it('says what metadata answers', () => {
    const urlOf = (name: string) => `https://functions.example/${name}`;
    const answer = serverMetadata('https://functions.example', urlOf);
    assert.deepEqual(v.safeParse(metadata, answer).issues, undefined);
    const { device_session_endpoints: others } = metadata.entries;
    assert.deepEqual(
      Object.keys(others.pipe[0].entries).toSorted(),
      Object.keys(answer.device_session_endpoints).toSorted(),
    );
  });

  it('names every function that a client calls', () => {
    const index = readFileSync(join(root, 'functions', 'src', 'index.ts'), 'utf8');
    const deployed = [...index.matchAll(/export \{ (\w+) \}/g)].map(([, name = '']) => name);
    // Those of servers, of Google's services, and of the emulator.
    const others = [
      ...[
        'deliverPush',
        'introspectToken',
        'jwks',
        'labOutbox',
        'labPhotos',
        'labStartOver',
        'metadata',
        'onSessionCreated',
      ],
      ...['onUserDeleted', 'sweep', 'eraseUserLater'],
    ];
    const { functions } = makeApi();
    assert.deepEqual(
      deployed.filter((name) => !others.includes(name)).toSorted(),
      Object.keys(functions).toSorted(),
    );
  });

  it('bounds each id and token that the code bounds', () => {
    const { properties } = makeApi().functions['registerSession']!.input as {
      properties: Record<string, { pattern?: string; anyOf?: { pattern?: string }[] }>;
    };
    assert.equal(properties['deviceId']?.pattern, '^[A-Za-z0-9_-]{22,128}$');
    assert.ok(properties['attempt']?.anyOf?.some(({ pattern }) => pattern !== undefined));
  });

  it('takes for required what the code requires', () => {
    for (const [name, schema] of Object.entries(callableInputs)) {
      const { required = [] } = makeApi().functions[name]!.input as { required?: string[] };
      const { issues = [] } = v.safeParse(schema, {});
      const missing = issues.map((issue) => v.getDotPath(issue)).filter((path) => path !== null);
      assert.deepEqual(required.toSorted(), [...new Set(missing)].toSorted(), name);
    }
  });
});

describe("the clients' types", () => {
  const api = JSON.parse(readFileSync(apiFile, 'utf8')) as Api;

  it('are what npm run api makes of docs/api.json', async () => {
    assert.equal(readFileSync(typesFile, 'utf8'), await typesText(api));
  });

  it('are the same in Kotlin', () => {
    assert.equal(readFileSync(kotlinFile, 'utf8'), kotlinText(api));
  });

  it('are not made of a schema that says more than they can', async () => {
    for (const answer of [{ type: 'integer' }, { oneOf: [] }, { type: 'object' }] as object[]) {
      const functions = { signOut: { ...makeApi().functions['signOut']!, answer } };
      await assert.rejects(typesText({ ...makeApi(), functions }), /^TypeError: No type is known/);
      assert.throws(() => kotlinText({ ...makeApi(), functions }), /^TypeError: No Kotlin type/);
    }
  });
});

describe('the pushes of docs/api.json', () => {
  const now = new Date('2026-11-25T12:00:00Z');
  const receivers = (['IOS', 'ANDROID', 'WEB'] as const).map((deviceType): PushReceiver => ({
    ...({ sessionId: 'receiver', deviceType, locale: 'en' } as PushReceiver),
    pushToken: { kind: 'token', value: 'token' },
  }));
  const frame = { pushId: 'push', until: new Date('2026-11-26T12:00:00Z') };
  const about = {
    ...frame,
    sessionId: 'new',
    deviceName: 'Pixel 9',
    deviceType: 'ANDROID',
  } as const;
  const alert = {
    ...about,
    ...({ place: null, signals: ['new_device'], count: 1, burstId: 'new' } as const),
    ...{ silent: true, hasEnded: false, accountChanged: false, mayConfirm: true },
  };
  const made: Record<keyof typeof pushes, (receiver: PushReceiver) => PushMessage[]> = {
    force_logout: (receiver) => [
      forceLogoutMessage(receiver, { ...frame, receiptToken: 'receipt' }, now),
      forceLogoutMessage(receiver, frame, now),
    ],
    login_alert: (receiver) => [
      loginAlertMessage(receiver, { ...alert, answerToken: 'answer' }, now),
      loginAlertMessage(receiver, { ...alert, silent: false }, now),
    ],
    login_answered: (receiver) => [
      loginAnsweredMessage(receiver, { ...frame, sessionId: 'new', wasMe: true }, now),
    ],
    security_alert: (receiver) => [securityAlertMessage(receiver, about, now)],
  };

  for (const [action, make] of Object.entries(made)) {
    it(`are what the code sends: ${action}`, () => {
      const schema = pushes[action as keyof typeof pushes];
      const seen = new Set<string>();
      for (const { message } of receivers.flatMap(make)) {
        for (const key of Object.keys(message.data)) seen.add(key);
        assert.deepEqual(v.safeParse(schema, message.data).issues, undefined);
      }
      assert.deepEqual([...seen].toSorted(), Object.keys(schema.entries).toSorted());
    });
  }
});
