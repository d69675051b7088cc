// The options that every command with a stack takes.
import { parseArgs } from 'node:util';
import { CommandError } from '../process/command.ts';

/** Which program plays Firestore: tools/emulator/ of this repository, or Google's. */
export type Engine = 'embedded' | 'official';

export interface StackOptions {
  engine: Engine;
  /** Ports that are free now, in place of firebase.json's. */
  freePorts: boolean;
}

const stackFlags = { official: { type: 'boolean' }, 'free-ports': { type: 'boolean' } } as const;

/** The options of `npm start` and `npm run demo`, which take no other words. */
export function parseStackOptions(args: string[]): StackOptions {
  const { values } = parse(() => parseArgs({ args, options: stackFlags }));
  return toStackOptions(values);
}

/** The options of `npm run emulators:exec`, and the command: the first word that is no option, and all after it. */
export function parseExecOptions(args: string[]): StackOptions & { command: string } {
  const first = args.findIndex((arg) => !arg.startsWith('--'));
  if (first < 0) {
    throw new CommandError(
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
  grep: string | null;
}

/** The options of `npm test`. */
export function parseTestOptions(args: string[]): TestOptions {
  const { values } = parse(() =>
    parseArgs({
      args,
      options: {
        official: { type: 'boolean' },
        unit: { type: 'boolean' },
        'stack-only': { type: 'boolean' },
        grep: { type: 'string' },
      },
    }),
  );
  return {
    engine: values.official ? 'official' : 'embedded',
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

function parse<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new CommandError((error as Error).message, 1, { cause: error });
  }
}
