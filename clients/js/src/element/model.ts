// What the element shows, apart from how: the sessions in their groups, and what a person is being asked.
import type { DeviceSession, RefusalDetails } from '../core/contract.ts';

export interface Groups {
  /** This device first, then unconfirmed ones, as the server orders them. */
  live: DeviceSession[];
  others: number;
  ended: DeviceSession[];
}

/** A session that ended by a person or a rule; one that its own device replaced is not shown. */
export function groupSessions(sessions: readonly DeviceSession[]): Groups {
  const rank = ({ isCurrentDevice, confirmed }: DeviceSession) =>
    isCurrentDevice ? 0 : confirmed ? 2 : 1;
  const isLive = ({ revokedReason }: DeviceSession) => (revokedReason ?? null) === null;
  const live = sessions.filter(isLive).toSorted((a, b) => rank(a) - rank(b));
  return {
    live,
    others: live.filter(({ isCurrentDevice }) => !isCurrentDevice).length,
    ended: sessions.filter((session) => !isLive(session) && session.revokedReason !== 'replaced'),
  };
}

/** Something to do that the server may refuse for want of a proof, and that is then done again with it. */
export interface Action {
  kind: 'close' | 'closeAll' | 'answer' | 'rename';
  run(reauthToken?: string): Promise<unknown>;
  /** What is said when it is done. */
  said(): string;
  /** The event that the page listens for. */
  event: { name: string; detail: object };
}

export type Question =
  | { kind: 'close'; session: DeviceSession }
  | { kind: 'closeAll'; count: number }
  | { kind: 'rename'; session: DeviceSession }
  | { kind: 'prove'; action: Action; details: RefusalDetails };

/** How a person can prove, on this very device, that the session is theirs. */
export type Proof = 'second_factor' | 'other_provider';
