// Sends events to the Functions emulator: once each, never holding up the commit that caused them, and in
// order for each function and document. A failure is one line on the console.
import { toEvent } from './event.ts';
import type { DocumentChange } from '../database.ts';
import { createLimit, type Limit } from './limit.ts';
import type { Registration } from './registration.ts';

/** The Functions emulator starts a process for each event that it gets while others are under way. */
const atOnceForEachFunction = 3;

export type Deliver = (registration: Registration, change: DocumentChange) => void;

/** @param functionsEmulator its `host:port`; without one nothing is sent */
export function createDelivery(functionsEmulator: string | undefined): Deliver {
  const lastOf = new Map<string, Promise<void>>();
  const limits = new Map<string, Limit>();

  function limitOf({ project, id }: Registration): Limit {
    const key = `${project}/${id}`;
    const limit = limits.get(key) ?? createLimit(atOnceForEachFunction);
    limits.set(key, limit);
    return limit;
  }

  async function send(registration: Registration, change: DocumentChange): Promise<void> {
    const { contentType, body } = toEvent(registration, change);
    const path = `functions/projects/${registration.project}/triggers/${registration.id}`;
    try {
      const response = await fetch(`http://${functionsEmulator}/${path}`, {
        method: 'POST',
        headers: { 'content-type': contentType },
        body: JSON.stringify(body),
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
    } catch (error) {
      console.error(
        `The event of ${change.path} for ${registration.id} failed: ${reasonOf(error)}.`,
      );
    }
  }

  return (registration, change) => {
    if (!functionsEmulator) return;
    const line = `${registration.project}/${registration.id}/${change.path}`;
    const sent = (lastOf.get(line) ?? Promise.resolve()).then(() =>
      limitOf(registration)(() => send(registration, change)),
    );
    lastOf.set(line, sent);
    void sent.then(() => {
      if (lastOf.get(line) === sent) lastOf.delete(line);
    });
  };
}

/** fetch says only that it failed; its cause says why. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message: string; cause?: { code?: string } };
  return cause?.code ?? message;
}
