// The README names every method, property, event, part and custom property that there is.
import { deepEqual } from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSessionsClient } from '../src/core/client.ts';
import { fakeBrowser, fakeServer } from './fakeServer.ts';

const folder = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const readme = read('README.md');
const element = globSync('src/element/*.ts', { cwd: folder }).map(read).join('\n');

const unnamed = (names: Iterable<string>) =>
  [...new Set(names)].filter((name) => !readme.includes(`\`${name}`));

describe("the client's README", () => {
  it('names every method', () => {
    const client = makeSessionsClient({
      transports: fakeBrowser(fakeServer()).transports(),
      describe: () => ({ deviceName: 'x', deviceType: 'WEB' }),
    });
    deepEqual(unnamed(Object.keys(client).map((name) => `${name}(`)), []);
  });

  it('names every part', () => {
    const given = [...element.matchAll(/(?:part=["`]|part: '|[pP]art = ')([a-z -]+)["'`]/g)];
    const parts = given.flatMap(([, names = '']) => names.split(' '));
    deepEqual(unnamed(parts.map((part) => `${part}\``)), []);
  });

  it('names every custom property', () => {
    const properties = [...element.matchAll(/var\((--sessions-[a-z-]+)/g)];
    deepEqual(unnamed(properties.map(([, name = '']) => `${name}\``)), []);
  });

  it('names every event', () => {
    const events = [...element.matchAll(/(?:name: |#tell\()'([a-z-]+)'/g)];
    deepEqual(unnamed(events.map(([, name = '']) => `${name}\``)), []);
  });

  it('names every property', () => {
    const block = /properties = \{([\s\S]*?)\n {2}\};/.exec(element)?.[1] ?? '';
    const names = [...block.matchAll(/^ {4}(\w+): \{(?! state)/gm)].map(([, name = '']) => name);
    deepEqual(unnamed(names.map((name) => `${name}\``)), []);
  });
});
