// Why something did not work, for whoever plays in the lab.
import { refusalIn } from '../../../clients/js/src/index.ts';

export function sentenceOf(error: unknown): string {
  const refusal = refusalIn(error);
  if (refusal) return `The server refuses: ${refusal.reason}.`;
  const { code, message } = error as { code?: string; message: string };
  return code === 'auth/network-request-failed' ? 'The emulators do not answer.' : message;
}
