// The package of the client: what is in it, that tools and types find their way, and where it runs.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../process/paths.ts';
import { tooYoung } from './floor.ts';
import { packClient, type PackedClient } from './packed.ts';
import { fromPackages, packagesFolder } from './packages.ts';

const run = promisify(execFile);

/** The parts of these packages that are used. */
interface Publint {
  publint(options: {
    pkgDir: string;
    strict: boolean;
    pack: false;
  }): Promise<{ messages: unknown[] }>;
}
interface TypesChecker {
  createPackageFromTarballData(data: Uint8Array): unknown;
  checkPackage(
    given: unknown,
  ): Promise<{ types: unknown; problems: { kind: string; resolutionKind?: string }[] }>;
}

describe('the package of the client', function () {
  let packed: PackedClient;
  const manifest = () =>
    JSON.parse(readFileSync(join(packed.path, 'package.json'), 'utf8')) as {
      exports: Record<string, string | { types: string; default: string }>;
      [name: string]: unknown;
    };

  before(async () => {
    packed = await packClient();
  });
  after(() => rmSync(packed.folder, { recursive: true, force: true }));

  it('is built by packing, and holds what runs, its types, and no source', () => {
    for (const name of packed.names) {
      assert.match(
        name,
        /^(lib\/.+\.(js|d\.ts)|package\.json|custom-elements\.json|README\.md|LICENSE)$/,
      );
    }
    for (const entry of Object.values(manifest().exports)) {
      for (const file of typeof entry === 'string' ? [entry] : Object.values(entry)) {
        assert.ok(packed.names.includes(file.slice(2)), file);
      }
    }
  });

  it('says where it comes from, and is published with provenance', () => {
    const { repository, homepage, bugs, publishConfig, peerDependenciesMeta } = manifest();
    assert.ok(repository && homepage && bugs);
    assert.deepEqual(publishConfig, { access: 'public', provenance: true });
    assert.deepEqual(peerDependenciesMeta, {
      firebase: { optional: true },
      react: { optional: true },
    });
  });

  it('is in order, as publint says', async () => {
    const { publint } = (await fromPackages('publint')) as Publint;
    const { messages } = await publint({ pkgDir: packed.path, strict: true, pack: false });
    assert.deepEqual(messages, []);
  });

  it('has types that every resolution of ESM finds', async () => {
    const { checkPackage, createPackageFromTarballData } = (await fromPackages(
      '@arethetypeswrong/core',
    )) as TypesChecker;
    const analysis = await checkPackage(
      createPackageFromTarballData(new Uint8Array(readFileSync(packed.tarball))),
    );
    assert.ok(analysis.types);
    // It is ESM only: CommonJS and the resolution of Node 10 are not for it.
    const problems = analysis.problems.filter(
      (problem) => problem.kind !== 'CJSResolvesToESM' && problem.resolutionKind !== 'node10',
    );
    assert.deepEqual(problems, []);
  });

  it('can be imported on a server, every entry of it', async () => {
    const modules = join(packed.folder, 'node_modules');
    mkdirSync(join(modules, '@device-sessions'), { recursive: true });
    cpSync(packed.path, join(modules, '@device-sessions', 'client'), { recursive: true });
    const links = { lit: root, bowser: root, firebase: root, react: null };
    for (const [name, folder] of Object.entries(links)) {
      const from = folder
        ? join(folder, 'node_modules', name)
        : join(packagesFolder, 'node_modules', name);
      symlinkSync(from, join(modules, name));
    }
    const entries = Object.keys(manifest().exports).filter((name) => !name.endsWith('.json'));
    const file = join(packed.folder, 'server.mjs');
    writeFileSync(
      file,
      entries
        .map((name) => `await import('@device-sessions/client${name.slice(1)}');`)
        .concat("console.log('imported');")
        .join('\n'),
    );
    const { stdout } = await run(process.execPath, [file]);
    assert.equal(stdout, 'imported\n');
  });

  it('needs nothing that is younger than its floor, in scripts and styles', () => {
    const emitted = packed.names
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(join(packed.path, name), 'utf8'));
    assert.deepEqual(tooYoung(emitted), []);
  });

  for (const [what, code] of Object.entries({
    'an array method': 'x.toSorted()',
    'a static method': 'Promise.withResolvers()',
    'another static method': 'Object.groupBy(a, b)',
    'a method of URL': 'URL.canParse(a)',
    'a property of CSS': 'unsafeCSS(`.a { anchor-name: --b; }`)',
    'a function of CSS': 'unsafeCSS(`.a { color: contrast-color(red); }`)',
  })) {
    it(`would not pass with ${what} that is too young`, () => {
      assert.equal(tooYoung([code]).length, 1, code);
    });
  }
});
