// What the emulator would have pushed. There is no push service on a developer's machine: the page asks.
import type { PushData } from '../../clients/js/src/index.ts';

/** A message as FCM would get it; the parts that are drawn. */
export interface PushedMessage {
  token: string;
  data: PushData;
  apns?: { payload: { aps: { alert?: { title: string; body: string }; category?: string } } };
  webpush?: { notification?: { actions?: { action: string; title: string }[] } };
}

interface KeptPush {
  pushId: string;
  message: PushedMessage;
  createdAt: string;
}

const pollMilliseconds = 700;
/** How long ago something may have been said that is still of use. */
const lateMilliseconds = 60_000;

export interface OutboxOptions {
  /** Where localStorage keeps how far was read, so that what comes while no page is open is not lost. */
  positionKey?: string;
  /** A token whose messages from before the page count as well. */
  lateFor?: string;
}

interface Position {
  since: string;
  /** The last ones read: others may carry the same time. */
  ids: string[];
}

/** Gives each push to whoever listens to its token, once. Returns how to stop. */
export function readPushes(
  endpoints: string,
  listener: (message: PushedMessage) => unknown,
  { positionKey, lateFor }: OutboxOptions = {},
): () => void {
  const openedAt = new Date().toISOString();
  const kept = positionKey === undefined ? null : localStorage.getItem(positionKey);
  const position: Position =
    kept === null
      ? { since: new Date(Date.now() - (lateFor ? lateMilliseconds : 0)).toISOString(), ids: [] }
      : (JSON.parse(kept) as Position);
  const startsAt = kept === null ? openedAt : position.since;
  const seen = new Set(position.ids);
  let isStopped = false;

  function take({ pushId, message, createdAt }: KeptPush): void {
    if (seen.has(pushId)) return;
    seen.add(pushId);
    if (createdAt !== position.since) position.ids = [];
    position.since = createdAt;
    position.ids.push(pushId);
    if (positionKey !== undefined) localStorage.setItem(positionKey, JSON.stringify(position));
    if (createdAt >= startsAt || message.token === lateFor) void listener(message);
  }

  const look = async (): Promise<void> => {
    try {
      const answer = await fetch(`${endpoints}/labOutbox`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ since: position.since }),
      });
      const { pushes } = (await answer.json()) as { pushes: KeptPush[] };
      for (const push of pushes) take(push);
    } catch {
      // The functions are being reloaded.
    }
    if (!isStopped) setTimeout(() => void look(), pollMilliseconds);
  };
  void look();
  return () => (isStopped = true);
}
