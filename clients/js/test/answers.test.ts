import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers, isLike, type Like } from '../src/core/answers.ts';
import { installed, refusedFor, started } from './installed.ts';

describe('client: answers', () => {
  it('passes on that a "No" was refused, with what would lift it', async () => {
    const { client, browser, server } = installed();
    browser.signIn('alice');
    await client.start();
    const [own] = server.live();
    if (own) own.view.confirmed = false;
    await rejects(client.answer('another', false), {
      reason: 'session_unconfirmed',
      details: {
        reason: 'session_unconfirmed',
        retryAfterSeconds: 604_800,
        confirmBy: ['other_provider'],
      },
    });
  });

  it('waits as long as the server asks, and no longer than a person would', async () => {
    const { client, browser, server, waits } = installed();
    browser.signIn('alice');
    await client.start();
    server.intercept = () => ({
      status: 503,
      body: { error: 'x', reason: 'unavailable', retryAfterSeconds: 2 },
    });
    await rejects(client.answerAlert('token', false), refusedFor('unavailable'));
    deepEqual(waits.slice(-3), [2000, 2000, 2000]);
    server.intercept = () => ({
      status: 503,
      body: { error: 'x', reason: 'unavailable', retryAfterSeconds: 60 },
    });
    const before = waits.length;
    await rejects(client.answerAlert('token', false), refusedFor('unavailable'));
    equal(waits.length, before);
  });

  it('says whether pushes reach this device, as it was last heard', async () => {
    const { client, server } = await started();
    equal(client.pushes(), null);
    server.pushes = 'dead';
    await client.list();
    equal(client.pushes(), 'dead');
    server.pushes = 'ok';
    await client.update({ pushInstallationId: 'fid-1' });
    await client.rename('another', 'x').catch(() => {});
    equal(client.pushes(), 'ok');
  });

  it('tells the screen that the list has changed', async () => {
    const { client, browser } = installed();
    browser.signIn('alice');
    await client.start();
    let changes = 0;
    client.onChanged(() => changes++);
    await client.revoke('another');
    equal(changes, 1);
  });
});

interface Schema {
  type?: string;
  const?: unknown;
  $ref?: string;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

describe('client: what an answer is like', () => {
  const api = JSON.parse(
    readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'api.json'), 'utf8'),
  ) as { functions: Record<string, { answer: Schema | null }>; $defs: Record<string, Schema> };

  /** The smallest value that the schema takes. */
  function sample(given: Schema | null): unknown {
    if (given === null) return null;
    const schema = given.$ref ? api.$defs[given.$ref.split('/').at(-1)!]! : given;
    if ('const' in schema) return schema.const;
    if (schema.anyOf) return sample(schema.anyOf.at(-1)!);
    if (schema.type === 'array') return [sample(schema.items!)];
    if (schema.type === 'object') {
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sample(schema.properties![name]!)]),
      );
    }
    if (schema.type === 'null') return null;
    if (schema.type === 'boolean') return false;
    return schema.type === 'number' || schema.type === 'integer' ? 0 : '';
  }

  for (const [name, like] of Object.entries(answers)) {
    const answer = sample(api.functions[name]!.answer);

    it(`of ${name} is what docs/api.json says`, () =>
      ok(isLike(answer, like), JSON.stringify(answer)));

    it(`of ${name} is nothing else`, () => {
      for (const other of ['<!doctype html>', 17, true, [], [answer], undefined]) {
        equal(isLike(other, like), false, JSON.stringify(other));
      }
      if (like === undefined) return;
      equal(isLike(null, like), false);
      const fields = answer as Record<string, unknown>;
      for (const [key, inner] of Object.entries(like as Record<string, Like>)) {
        const { [key]: _, ...less } = fields;
        equal(isLike(less, like), inner === null, `without ${key}`);
        equal(isLike({ ...fields, [key]: Symbol('odd') }, like), false, `with another ${key}`);
      }
    });
  }
});
