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

/** Gives each push to whoever listens to its token, once. Returns how to stop. */
export function readPushes(
  endpoints: string,
  listener: (message: PushedMessage) => unknown,
): () => void {
  const seen = new Set<string>();
  let since = new Date().toISOString();
  let isStopped = false;
  const look = async (): Promise<void> => {
    try {
      const answer = await fetch(`${endpoints}/labOutbox`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ since }),
      });
      const { pushes } = (await answer.json()) as { pushes: KeptPush[] };
      for (const { pushId, message, createdAt } of pushes) {
        if (seen.has(pushId)) continue;
        seen.add(pushId);
        since = createdAt;
        void listener(message);
      }
    } catch {
      // The functions are being reloaded.
    }
    if (!isStopped) setTimeout(() => void look(), pollMilliseconds);
  };
  void look();
  return () => (isStopped = true);
}
