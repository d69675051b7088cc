// What a kit's first deployment leaves to do, as lines of the log.
import { nameOfError } from '../errors.ts';
import type { ProjectSetup, Services } from '../services.ts';

/** Logs what is missing, or that nothing is. Never throws: what it cannot read is a line too. */
export async function reportSetup(
  { tokens, log }: Pick<Services, 'tokens' | 'log'>,
  setup: ProjectSetup,
): Promise<void> {
  const missing = await setup.findMissing();
  try {
    await tokens.publicJwks();
  } catch (error) {
    missing.unshift(`the secret SESSION_KEYS (${nameOfError(error)}): npx device-sessions keys`);
  }
  if (missing.length === 0) log.info('Nothing is missing in the project');
  for (const what of missing) log.warn('Missing in the project', { what });
}
