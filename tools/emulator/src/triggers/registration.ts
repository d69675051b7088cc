// What the Functions emulator tells of a Firestore trigger, in the two shapes that it uses.
import { compilePathPattern } from './pathPattern.ts';

export type ChangeKind = 'created' | 'updated' | 'deleted';

export interface Registration {
  project: string;
  /** The key under which the Functions emulator knows the function. */
  id: string;
  /** The full name of the event, as the event is to carry it. */
  eventType: string;
  /** Gen 2 functions take CloudEvents, gen 1 functions their own format. */
  format: 'cloudevent' | 'legacy';
  kinds: ReadonlySet<ChangeKind>;
  matches(path: string): boolean;
}

const kindsByWord: Record<string, ChangeKind[]> = {
  created: ['created'],
  updated: ['updated'],
  deleted: ['deleted'],
  written: ['created', 'updated', 'deleted'],
  create: ['created'],
  update: ['updated'],
  delete: ['deleted'],
  write: ['created', 'updated', 'deleted'],
};

/** A gen 2 trigger. @throws {TypeError} for a body that is no such registration. */
export function parseEventarcTrigger(project: string, id: string, body: unknown): Registration {
  const { eventType, document } = body as {
    eventType?: unknown;
    document?: { value?: unknown };
  };
  const word = /^google\.cloud\.firestore\.document\.v1\.(\w+)(\.withAuthContext)?$/;
  return build(project, id, eventType, word, 'cloudevent', document?.value);
}

/** A gen 1 trigger. @throws {TypeError} for a body that is no such registration. */
export function parseLegacyTrigger(project: string, id: string, body: unknown): Registration {
  const { eventTrigger } = body as { eventTrigger?: { eventType?: unknown; resource?: unknown } };
  const word = /^providers\/cloud\.firestore\/eventTypes\/document\.(\w+)$/;
  const path = String(eventTrigger?.resource).replace(/^.*\/documents\//s, '');
  return build(project, id, eventTrigger?.eventType, word, 'legacy', path);
}

function build(
  project: string,
  id: string,
  eventType: unknown,
  word: RegExp,
  format: Registration['format'],
  pattern: unknown,
): Registration {
  const kinds = kindsByWord[word.exec(String(eventType))?.[1] ?? ''];
  if (!kinds) throw new TypeError(`"${String(eventType)}" is not an event of Firestore.`);
  if (typeof pattern !== 'string' || pattern === '') {
    throw new TypeError(`The trigger ${id} names no document.`);
  }
  const matches = compilePathPattern(pattern);
  return { project, id, eventType: String(eventType), format, kinds: new Set(kinds), matches };
}
