// What the element shows, apart from how: the sessions in their groups, and what a person is being asked.
import type { DeviceSession } from '../core/contract.ts';
import type { TemplateResult } from 'lit';
import type { View } from './views.ts';

/** A "No" is no success to rest on: it asks for a new password. */
export interface Said {
  text: string;
  kind: 'done' | 'bad' | 'denied';
}

/** A quiet line about this device; a page may hide either kind. */
export interface Note {
  text: string;
  part: 'ends-soon' | 'unreached';
}

export interface Groups {
  /** This device first, then unconfirmed ones, as the server orders them. */
  live: DeviceSession[];
  others: number;
  ended: DeviceSession[];
  /** What this device may not do yet where it is not confirmed, and whether another one can confirm it. */
  isUnconfirmed: boolean;
  hasConfirmedOther: boolean;
}

/** A session that ended by a person or a rule; one that its own device replaced is not shown. */
export function groupSessions(sessions: readonly DeviceSession[]): Groups {
  const rank = ({ isCurrentDevice, confirmed }: DeviceSession) =>
    isCurrentDevice ? 0 : confirmed ? 2 : 1;
  const isLive = ({ revokedReason }: DeviceSession) => (revokedReason ?? null) === null;
  const live = sessions.filter(isLive).sort((a, b) => rank(a) - rank(b));
  const others = live.filter(({ isCurrentDevice }) => !isCurrentDevice);
  return {
    live,
    others: others.length,
    isUnconfirmed: live.some(({ isCurrentDevice, confirmed }) => isCurrentDevice && !confirmed),
    hasConfirmedOther: others.some(({ confirmed }) => confirmed),
    ended: sessions.filter((session) => !isLive(session) && session.revokedReason !== 'replaced'),
  };
}

/** The server's time is not behind anything that it says has happened. */
export function timeOf(clock: number, sessions: readonly DeviceSession[]): number {
  const said = sessions
    .flatMap((one) => [one.lastActiveAt, one.createdAt, one.revokedAt, one.logoutConfirmedAt])
    .map((iso) => Date.parse(iso ?? ''));
  return Math.max(clock, ...said.filter((time) => time > 0));
}

/** Something to do that the server may refuse for want of a proof, and that is then done again with it. */
export interface Action {
  kind: 'close' | 'closeAll' | 'answer' | 'rename';
  run(reauthToken?: string): Promise<unknown>;
  /** What is said when it is done, by what the server has answered. */
  said(): Said;
  /** The event that the page listens for. */
  event: { name: string; detail: object };
}

export type Question =
  | { kind: 'close'; session: DeviceSession }
  | { kind: 'closeAll'; count: number }
  | { kind: 'rename'; session: DeviceSession }
  /** Drawn by what was loaded for it. */
  | { kind: 'loaded'; content(view: View): TemplateResult; cancel(): void };
