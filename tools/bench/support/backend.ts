// The deployed functions as one program, for parts that call them over HTTP, with a double of Google's
// APIs behind it. Accounts are not looked at and custom tokens are not signed: both are Google's work.
import { startGoogle } from '../../../functions/test/emulator/support/google.ts';
import type { Program } from '../../../functions/test/emulator/support/tokenProgram.ts';
import { startProgram } from '../../../functions/test/emulator/support/tokenProgram.ts';

/** Nobody listens there; the Admin SDK only has to believe in an emulator. */
const authEmulator = '127.0.0.1:9';

export async function withBackend<Result>(use: (program: Program) => Promise<Result>) {
  const google = await startGoogle();
  const program = await startProgram(google.port, { FIREBASE_AUTH_EMULATOR_HOST: authEmulator });
  try {
    return await use(program);
  } finally {
    await program.close();
    await google.close();
  }
}
