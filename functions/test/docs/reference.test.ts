// The documents against the sources: no function, refusal or param is missing, invented or misquoted.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { languages } from '../../src/domain/texts/index.ts';
import { type Reason, SessionError } from '../../src/errors.ts';
import { params } from '../../src/params/table.ts';
import { parseMarkdown, sectionLines, subheadings, tableRows } from './markdown.ts';
import { definedSecrets, exportedNames, keysOfUnion } from './sources.ts';

const atRoot = (path: string) => new URL(`../../../${path}`, import.meta.url);
const documentAt = (path: string) => parseMarkdown(readFileSync(atRoot(path), 'utf8'));

const readme = documentAt('README.md');
const reference = documentAt('docs/reference.md');

describe('the documents of the functions', () => {
  const deployed = exportedNames(atRoot('functions/src/index.ts'));

  it('know what is deployed', () => {
    assert.ok(deployed.includes('registerSession') && deployed.length > 10, deployed.join());
  });

  it('are a table in README.md with each deployed function, and no other', () => {
    const named = tableRows(sectionLines(readme, 'Functions')).map(([name]) => name);
    assert.deepEqual(named.toSorted(), deployed.toSorted());
  });

  it('are a heading in docs/reference.md for each deployed function, and no other', () => {
    const groups = subheadings(reference, 'Functions');
    const named = groups.flatMap((group) => subheadings(reference, group));
    assert.deepEqual(named.toSorted(), deployed.toSorted());
  });
});

describe('the calls in docs/reference.md', () => {
  interface Call {
    kind: string;
    input: { properties: object };
    answer: { properties?: object } | null;
    refusals: string[];
  }
  const api = JSON.parse(readFileSync(atRoot('docs/api.json'), 'utf8')) as {
    functions: Record<string, Call>;
  };
  const forAll = ['invalid_input', 'unavailable'];
  const ofSession = ['session_required', 'session_revoked', 'session_expired'];

  /** The names in the list of this kind; null where there is none. */
  const namedIn = (name: string, kind: string): string[] | null => {
    const lines = sectionLines(reference, `\`${name}\``).join('\n');
    const [, list] = new RegExp(`^- ${kind}: ((?:.|\n {2})*)`, 'm').exec(lines) ?? [];
    return list === undefined
      ? null
      : [...list.matchAll(/\b[a-z]\w+(?=\??[ ,:}`=])/gi)].map(String);
  };

  for (const [name, { kind, input, answer, refusals }] of Object.entries(api.functions)) {
    it(`name the refusals of ${name}, and no other`, () => {
      const general = [
        ...forAll,
        ...(kind === 'callable' ? ['sign_in_required'] : []),
        ...(kind === 'callable' && name !== 'registerSession' ? ofSession : []),
      ];
      const own = (namedIn(name, 'Refusals') ?? []).filter((word) => word.includes('_'));
      const standard = own.filter((word) => word !== 'unsupported_grant_type');
      assert.deepEqual([...new Set([...general, ...standard])].toSorted(), refusals.toSorted());
    });

    it(`name what ${name} takes and answers`, () => {
      const taken = namedIn(name, 'Input') ?? [];
      for (const field of Object.keys(input.properties)) assert.ok(taken.includes(field), field);
      const answered = namedIn(name, 'Answer') ?? [];
      for (const field of Object.keys(answer?.properties ?? {})) {
        assert.ok(answered.includes(field), field);
      }
    });
  }
});

describe('the refusals in docs/reference.md', () => {
  const reasons = keysOfUnion(atRoot('functions/src/errors.ts'), 'Reason');
  const lines = sectionLines(reference, 'Refusals');

  it('know the reasons', () => {
    assert.ok(reasons.includes('session_revoked') && reasons.length > 8, reasons.join());
  });

  it('are a table with the code, the status and the OAuth error of each reason', () => {
    const meant = reasons.map((reason) => {
      const { code, status, oauthError } = new SessionError(reason as Reason);
      return [reason, code, String(status), oauthError];
    });
    assert.deepEqual(tableRows(lines).toSorted(), meant.toSorted());
  });

  it('say of each reason when it is given', () => {
    const explained = lines.flatMap((line) => /^- \*\*`(\w+)`\*\*: /.exec(line)?.[1] ?? []);
    assert.deepEqual(explained.toSorted(), reasons.toSorted());
  });
});

describe('the params in docs/reference.md', () => {
  const secrets = definedSecrets(atRoot('functions/src/config.ts'));

  it('know what is defined', () => {
    assert.ok(secrets.includes('SESSION_KEYS'), secrets.join());
  });

  it('are tables with the name and the default of each, and no other', () => {
    const named = tableRows(sectionLines(reference, 'Params')).map(([name, value]) => [
      name,
      value,
    ]);
    const meant = Object.values(params).map((param) => [param.name, param.default]);
    assert.deepEqual(named.toSorted(), meant.toSorted());
  });

  it('name every secret', () => {
    const text = sectionLines(reference, 'Secrets').join('\n');
    for (const name of secrets) assert.ok(text.includes(`\`${name}\``), name);
  });
});

describe('the languages in docs/clients/pushes.md', () => {
  it('are those that have texts', () => {
    const text = sectionLines(documentAt('docs/clients/pushes.md'), 'Languages').join('\n');
    const named = [...text.matchAll(/`([a-z]{2})`/g)].map(([, code = '']) => code);
    assert.deepEqual(named.toSorted(), [...languages.keys()].toSorted());
  });
});
