// The options that every command with a stack takes.
import { parseWords, UsageError } from '../process/words.ts';

/** Which program plays Firestore: tools/emulator/ of this repository, or Google's. */
export type Engine = 'embedded' | 'official';

export interface StackOptions {
  engine: Engine;
  /** Ports that are free now, in place of firebase.json's. */
  freePorts: boolean;
}

const stackFlags = { official: { type: 'boolean' }, 'free-ports': { type: 'boolean' } } as const;

const stackUsage = 'The options are --official and --free-ports.';

/** The options of `npm run demo`, which takes no other words. */
export function parseStackOptions(args: string[]): StackOptions {
  return toStackOptions(parseWords({ args, options: stackFlags }, stackUsage).values);
}

/** The options of `npm start`; `isVerbose` shows all that the emulators and the functions say. */
export function parseStartOptions(args: string[]): StackOptions & { isVerbose: boolean } {
  const { values } = parseWords(
    { args, options: { ...stackFlags, verbose: { type: 'boolean' } } },
    'The options are --official, --free-ports and --verbose.',
  );
  return { ...toStackOptions(values), isVerbose: values.verbose ?? false };
}

/** The options of `npm run emulators:exec`, and the command: the first word that is no option, and all after it. */
export function parseExecOptions(args: string[]): StackOptions & { command: string } {
  const first = args.findIndex((arg) => !arg.startsWith('--'));
  if (first < 0) {
    throw new UsageError(
      'Say which command to run: npm run emulators:exec -- [--official] [--free-ports] "<command>"',
    );
  }
  return { ...parseStackOptions(args.slice(0, first)), command: args.slice(first).join(' ') };
}

export interface TestOptions {
  engine: Engine;
  /** Only what needs no emulators. */
  unit: boolean;
  /** Only what needs the emulators. */
  stackOnly: boolean;
  /** Also what is rehearsed: deployments, the kit, the guides. */
  all: boolean;
  grep: string | null;
}

/** The options of `npm test`. */
export function parseTestOptions(args: string[]): TestOptions {
  const { values } = parseWords(
    {
      args,
      options: {
        official: { type: 'boolean' },
        all: { type: 'boolean' },
        unit: { type: 'boolean' },
        'stack-only': { type: 'boolean' },
        grep: { type: 'string' },
      },
    },
    'The options are --official, --all, --unit, --stack-only and --grep <pattern>.',
  );
  return {
    engine: values.official ? 'official' : 'embedded',
    all: values.all ?? false,
    unit: values.unit ?? false,
    stackOnly: values['stack-only'] ?? false,
    grep: values.grep ?? null,
  };
}

function toStackOptions(values: { official?: boolean; 'free-ports'?: boolean }): StackOptions {
  return {
    engine: values.official ? 'official' : 'embedded',
    freePorts: values['free-ports'] ?? false,
  };
}
