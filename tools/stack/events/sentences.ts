// Each event of the product as one readable line.
import type { LoggedEvent } from './logLine.ts';
import type { StartState } from './starts.ts';

/** A session as a person would name it. */
export interface NamedSession {
  /** Whose, such as "Alice". */
  who: string;
  device: string;
  confirmed: boolean;
}

const endings: Record<string, string> = {
  user: 'signed out from the list',
  others: 'signed out with all others',
  sign_out: 'signed out there',
  denied: '“No, it was not me”',
  replaced: 'the same device registered again',
  limit: 'to make room for another',
  token_reuse: 'a copied refresh token was used',
  expired: 'its time ran out',
  account: 'the account has changed',
  operator: 'by an operator',
  incident: 'with those of all users',
};

/** null for what is told by another line. */
export function eventSentence(
  { event, revokedReason }: Pick<LoggedEvent, 'event' | 'revokedReason'>,
  session: NamedSession,
  actor: NamedSession | null,
): string | null {
  const { who, device, confirmed } = session;
  switch (event) {
    case 'session-established':
      return `${who} signed in on ${device}${confirmed ? '' : ': new device, not confirmed'}`;
    case 'session-revoked': {
      const how = endings[revokedReason ?? ''] ?? revokedReason ?? 'ended';
      const by = actor && actor.device !== device ? `, by ${actor.device}` : '';
      return `${who}'s session on ${device} ended: ${how}${by}`;
    }
    case 'assurance-level-change':
      return `${who}'s session on ${device} is confirmed${actor ? `, by ${actor.device}` : ''}`;
    default:
      return null;
  }
}

/** A push as the outbox keeps it, to this session; null for what only apps see the use of. */
export function pushSentence(
  { action, body }: { action?: string; body?: string },
  { who, device }: NamedSession,
): string | null {
  if (action === 'force_logout') return `${who}'s ${device} is told to sign out`;
  if (body === undefined) return null;
  return `${action === 'login_alert' ? 'Alert' : 'Push'} to ${who}'s ${device}: ${body}`;
}

/** null for a function that has started after all: its own events say so. */
export function startSentence(name: string, state: StartState): string | null {
  switch (state) {
    case 'slow':
      return `The emulator is still starting ${name}: this machine is busy. What was asked of it comes later.`;
    case 'failed':
      return `The emulator could not start ${name}: its process ended. What was asked of it is lost; do it again.`;
    case 'started':
      return null;
  }
}
