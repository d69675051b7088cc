#!/usr/bin/env node
// The embedded Firestore as a program: takes the arguments that the Firebase CLI gives to Google's
// emulator, serves until SIGINT or SIGTERM, and says in one sentence why it can't start.
import { parseEmulatorArguments } from './src/arguments.ts';
import { startEmulator } from './src/emulator.ts';

const parentCheckMillis = 2000;

async function main(): Promise<void> {
  const options = parseEmulatorArguments(process.argv.slice(2));
  const emulator = await startEmulator(options);

  const stop = (): void => {
    void emulator.close().finally(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (options.exitWithParent) {
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) stop();
    }, parentCheckMillis).unref();
  }
  console.log(`Embedded Firestore: http://${options.host}:${emulator.port}`);
}

try {
  await main();
} catch (error) {
  console.error(`Embedded Firestore: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
