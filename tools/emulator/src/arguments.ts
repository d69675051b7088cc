// The command line of Google's emulator, as far as the embedded one understands it.
import { parseArgs } from 'node:util';

export interface EmulatorOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** `host:port` of the Functions emulator, where trigger events go; none are sent without it. */
  functionsEmulator: string | undefined;
  /** Stop when the process that started this one is gone, so that a killed CLI leaves nothing running. */
  exitWithParent: boolean;
}

/**
 * Reads `--host`, `--port`, `--functions_emulator`; what else the Firebase CLI passes (rules, websocket port,
 * edition, project) has no meaning here and is ignored.
 * @throws {Error} with a sentence for the user: a port that is none, or an import of exported data.
 */
export function parseEmulatorArguments(argv: string[]): EmulatorOptions {
  const { values } = parseArgs({ args: joinValues(argv), strict: false, allowPositionals: true });
  if (values['seed_from_export'] !== undefined) {
    throw new Error(
      'exported Firestore data can not be imported here; use the official emulator for --import.',
    );
  }
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const port = Number(text('port') ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`--port must be a port number, not "${text('port')}".`);
  }
  return {
    host: text('host') ?? '127.0.0.1',
    port,
    functionsEmulator: text('functions_emulator'),
    exitWithParent: values['exit-with-parent'] === true,
  };
}

/** `--name value` becomes `--name=value`: without a list of options parseArgs takes every one for a flag. */
function joinValues(argv: string[]): string[] {
  const joined: string[] = [];
  for (const word of argv) {
    const last = joined.at(-1);
    if (!word.startsWith('--') && last?.startsWith('--') && !last.includes('=')) {
      joined[joined.length - 1] = `${last}=${word}`;
    } else {
      joined.push(word);
    }
  }
  return joined;
}
