// The browsers in which the client runs: those that have what has been Baseline widely available since
// November 2025 (https://web.dev/baseline). By the names alone: of scripts the members, of styles the
// properties and functions. A name counts by its oldest meaning.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packagesFolder } from './packages.ts';

const floor = '2025-11-30';

/** What is asked for before it is used, and done without where it is not there. */
const asked = new Set([
  // Colours for dark pages: CSS.supports.
  'light-dark',
  // Client Hints: the User-Agent says the rest.
  ...['userAgentData', 'getHighEntropyValues', 'brands'],
]);

/** Names of ours that something young has, too. */
const own = new Set([
  ...[
    'actions',
    'badge',
    'details',
    'icon',
    'identity',
    'retry',
    'run',
    'session',
    'until',
    'watch',
  ],
]);

interface Feature {
  compat_features?: string[];
  status?: {
    baseline_high_date?: string;
    by_compat_key?: Record<string, { baseline_high_date?: string }>;
  };
}

const { features } = createRequire(join(packagesFolder, 'package.json'))(
  'web-features/data.json',
) as { features: Record<string, Feature> };

/** By name, whether it was there at the floor in any meaning. */
const script = new Map<string, boolean>();
const style = new Map<string, boolean>();
for (const { compat_features: keys = [], status } of Object.values(features)) {
  for (const key of keys) {
    const date = status?.by_compat_key?.[key]?.baseline_high_date ?? status?.baseline_high_date;
    const isOld = date !== undefined && date.replace(/^\D*/, '') <= floor;
    const [, name = ''] = /\.([\w-]+?)(?:_static|_event)?$/.exec(key) ?? [];
    const names = /^(javascript\.builtins|api)\./.test(key) ? script : style;
    if (/^(javascript\.builtins|api|css)\./.test(key)) {
      names.set(name, isOld || names.get(name) === true);
    }
  }
}

/** The names in emitted scripts, and in the styles in them, that are younger than the floor. */
export function tooYoung(scripts: readonly string[]): string[] {
  const code = scripts.join('\n').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const styles = [...code.matchAll(/(?:unsafeCSS\(|const text = )`([\s\S]*?)`/g)]
    .map(([, css]) => css)
    .join('\n');
  const members = [...code.matchAll(/(?<![\w.])\.?\.(\w+)|\b[\w)\]]+\??\.(\w+)/g)].map(
    ([, one, other]) => one ?? other ?? '',
  );
  const inStyles = [...styles.matchAll(/([\w-]+)(?=:|\()|@([\w-]+)/g)].map(
    ([, one, other]) => one ?? other ?? '',
  );
  const young = [
    ...members.filter((name) => script.get(name) === false),
    ...inStyles.filter((name) => style.get(name) === false),
  ];
  return [...new Set(young)].filter((name) => !asked.has(name) && !own.has(name)).sort();
}
