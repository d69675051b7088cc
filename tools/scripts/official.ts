// npm run official: says whether Google's Firestore emulator can run here, without a download.
import { CommandError, runCommand, unavailable } from '../process/command.ts';
import { findOfficialEmulator } from '../stack/official.ts';
import { requireNoWords } from '../process/words.ts';

await runCommand(async () => {
  requireNoWords(process.argv.slice(2), 'official');
  const found = findOfficialEmulator();
  if ('missing' in found) throw new CommandError(found.missing, unavailable);
  console.log(`Google's Firestore emulator can run here, on Java ${found.java.major}.`);
  return 0;
});
