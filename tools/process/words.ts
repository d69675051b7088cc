// The words after a command. What it does not take is refused, with how it is called, before anything is done.
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { CommandError } from './command.ts';

/** Exit code of a command that is called wrongly (sysexits.h: EX_USAGE). */
export const wrongUsage = 64;

/** The words are not what the command takes. */
export class UsageError extends CommandError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, wrongUsage, options);
  }
}

/** `parseArgs`; throws a UsageError that ends with how the command is called. */
export function parseWords<Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const [refusal] = (error as Error).message.split('. To specify');
    throw new UsageError(`${refusal}\n${usage}`, { cause: error });
  }
}

/** For a command that takes none. */
export function requireNoWords(args: string[], command: string): void {
  parseWords({ args }, `It takes no words: npm run ${command}`);
}
