// Installs what a command needs and does not find, all of it side by side, and nothing when nothing is
// missing. What is there is compared with the lockfiles, so an interrupted install is found. Runs on Node 20
// and up.
import { InstallError, npm } from './npm.mjs';
import { nodeToUse, partsFor } from './parts.mjs';

/**
 * Writes the path of the Node to go on with; where the install fails, says so and sets the exit code.
 * @param {string[]} words The program, and its words.
 */
export async function setUp([program = '', ...words]) {
  try {
    await install(partsFor(program, words));
    console.log(nodeToUse());
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}

/** @param {import('./parts.mjs').Part[]} parts */
async function install(parts) {
  const missing = parts.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  console.error(`Installing ${names}: once, about a minute ...`);
  await Promise.all(
    missing.map(async ({ folder, runsScripts = false, finish = () => {} }) => {
      await npm(folder, ['ci', '--include=dev', `--ignore-scripts=${!runsScripts}`]);
      finish();
    }),
  );
  const left = missing.filter(({ isThere }) => !isThere());
  if (left.length === 0) return;
  const folders = left.map(({ folder }) => folder).join(' and ');
  throw new InstallError(
    `The install is not complete: delete node_modules in ${folders}, and try again.`,
  );
}
