// The registered Firestore triggers, and which of them a change concerns.
import type { DocumentChange } from '../database.ts';
import type { Deliver } from './delivery.ts';
import type { ChangeKind, Registration } from './registration.ts';

export interface Triggers {
  /** Adds a trigger, or replaces the one with the same project and id. */
  register(registration: Registration): void;
  /** False where there is no such trigger. */
  unregister(project: string, id: string): boolean;
  dispatch(change: DocumentChange): void;
}

export function createTriggers(deliver: Deliver): Triggers {
  const registrations = new Map<string, Registration>();
  const keyOf = (project: string, id: string): string => `${project}/${id}`;

  return {
    register(registration) {
      registrations.set(keyOf(registration.project, registration.id), registration);
    },
    unregister: (project, id) => registrations.delete(keyOf(project, id)),
    dispatch(change) {
      const kind = kindOf(change);
      for (const registration of registrations.values()) {
        if (registration.project !== change.project) continue;
        if (registration.kinds.has(kind) && registration.matches(change.path)) {
          deliver(registration, change);
        }
      }
    },
  };
}

function kindOf(change: DocumentChange): ChangeKind {
  if (!change.before) return 'created';
  return change.after ? 'updated' : 'deleted';
}
