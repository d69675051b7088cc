import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findJava, javaMissingMessage, parseJavaMajor } from '../stack/java.ts';

describe('parseJavaMajor', () => {
  it('reads the version of a release', () => {
    assert.equal(parseJavaMajor('openjdk version "25.0.3" 2026-04-21 LTS'), 25);
  });

  it('reads a version without a minor part', () => {
    assert.equal(parseJavaMajor('openjdk version "21" 2023-09-19'), 21);
  });

  it('reads Java 8, which called itself 1.8', () => {
    assert.equal(parseJavaMajor('java version "1.8.0_202"'), 8);
  });

  it('finds nothing in what is no Java', () => {
    assert.equal(parseJavaMajor('The operation couldn’t be completed.'), null);
  });
});

describe('findJava', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'java-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function fakeJava(path: string, version: string): string {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\necho 'openjdk version "${version}"' >&2\n`);
    chmodSync(file, 0o755);
    return file;
  }

  it('takes JAVA_HOME before PATH', () => {
    const home = fakeJava('home/bin/java', '22.0.1');
    fakeJava('path/java', '23.0.1');
    const env = { JAVA_HOME: join(folder, 'home'), PATH: join(folder, 'path') };
    assert.deepEqual(findJava(env), { path: home, major: 22 });
  });

  it('passes over a Java that is too old', () => {
    fakeJava('home/bin/java', '17.0.15');
    const newer = fakeJava('path/java', '21.0.1');
    const env = { JAVA_HOME: join(folder, 'home'), PATH: join(folder, 'path') };
    assert.deepEqual(findJava(env), { path: newer, major: 21 });
  });

  it('says in one sentence what was found and what is needed', () => {
    fakeJava('path/java', '99.0.1');
    assert.match(
      javaMissingMessage({ PATH: join(folder, 'path') }),
      /^Google's .* needs a JDK 21 or newer, and the newest here is Java 99: install one .*\.$/,
    );
  });
});
