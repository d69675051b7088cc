import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../process/paths.ts';

/** Allow use in a closed product, and ask for no more than their text. */
const permissive =
  /^(MIT|MIT-0|ISC|0BSD|BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|Python-2\.0|PSF-2\.0|Unlicense|public domain)$/;
/** Whose package.json names none, or an old name: what their LICENSE file is. */
const told: Record<string, string> = {
  ...{ limiter: 'MIT', fuzzy: 'MIT', 'valid-url': 'MIT' },
};
/** Data with a link to its maker, in docs/reference.md; it can be left out or replaced. */
const data = 'SEE LICENSE IN DBIP-LICENSE (CC-BY-4.0)';
/** Of tools that change nothing of what is handed on. */
const ofTools = /^(MPL-2\.0|CC-BY-3\.0)$/;

const lockfiles = {
  'functions/npm-shrinkwrap.json': (licence: string) => isPermissive(licence) || licence === data,
  'package-lock.json': isPermissive,
  'tools/package-lock.json': (licence: string) => isPermissive(licence) || ofTools.test(licence),
  'tools/rehearsals/packages/package-lock.json': (licence: string) =>
    isPermissive(licence) || ofTools.test(licence),
  'tools/install/node/package-lock.json': isPermissive,
  'tools/bench/peers/package-lock.json': isPermissive,
};

/** One of several is enough: "(MIT OR CC0-1.0)". */
function isPermissive(licence: string): boolean {
  return licence
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((one) => permissive.test(one));
}

describe('the packages', () => {
  for (const [file, isAllowed] of Object.entries(lockfiles)) {
    it(`of ${file} have licences that a closed product may use`, () => {
      const { packages } = JSON.parse(readFileSync(join(root, file), 'utf8')) as {
        packages: Record<string, { license?: string; link?: boolean }>;
      };
      const others = Object.entries(packages)
        .filter(([path, { link }]) => path.includes('node_modules/') && !link)
        .map(([path, { license }]) => {
          const name = path.replace(/^.*node_modules\//, '');
          return [name, license ?? told[name] ?? 'unknown'] as const;
        })
        .filter(([, licence]) => !isAllowed(licence));
      assert.deepEqual(others, []);
    });
  }

  it('that have a copyleft licence are found', () => {
    for (const licence of ['AGPL-3.0-only', 'GPL-3.0', '(GPL-2.0 OR LGPL-3.0)', 'unknown']) {
      assert.ok(!isPermissive(licence), licence);
    }
  });
});
