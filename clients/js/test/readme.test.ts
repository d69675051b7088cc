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

  it('and the custom-elements manifest name the same events, properties and attributes', () => {
    const [declared] = JSON.parse(read('custom-elements.json')).modules[0].declarations as [
      Record<'attributes' | 'members' | 'events', { name: string }[]>,
    ];
    const names = (of: 'attributes' | 'members' | 'events') =>
      declared[of].map(({ name }) => name).sort();
    const block = /properties = \{([\s\S]*?)\n {2}\};/.exec(element)?.[1] ?? '';
    const properties = [...block.matchAll(/^ {4}(\w+): \{(?! state)(.*)\}/gm)];
    deepEqual(names('members'), [...properties.map(([, name]) => name), 'refresh'].sort());
    const attributes = properties
      .filter(([, , options = '']) => !options.includes('attribute: false'))
      .map(([, name, options = '']) => /attribute: '([\w-]+)'/.exec(options)?.[1] ?? name);
    deepEqual(names('attributes'), [...attributes, 'theme'].sort());
    const events = [...element.matchAll(/(?:name: |#tell\()'([a-z-]+)'/g)].map(([, name]) => name);
    deepEqual(names('events'), [...new Set(events)].sort());
  });
});
