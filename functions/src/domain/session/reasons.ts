// Why sessions end, and what follows from each reason: the states of a session and of a device.
//
//   session   opened --> live --> ended (revoked, or expired), for one of these reasons and for good
//
//   device    new ------ a session of it is confirmed -----> known
//             new, known -- a session of it is closed -----> closed   (its device token is not taken again)
//             known, closed -- RETENTION_DAYS without one -> new
//
// A session that is replaced goes on in the next one of its device, which takes over the sign-ins, the
// standing and what is still to be told of the login.

export interface ReasonRow {
  /** Whether the device is told by a push: it does not know yet. */
  isTold: boolean;
  /** Whether the device is closed by it. */
  closesDevice: boolean;
  /** Whether it is shown among the ended sessions. */
  isShown: boolean;
  /** Whether the owner has ended it, who knows of the login: its alert falls silent, and it is no login to count. */
  isByOwner: boolean;
  /** Who brought it about: CAEP's `initiating_entity`. */
  initiatedBy: 'admin' | 'user' | 'policy' | 'system';
}

const no = { isTold: false, closesDevice: false, isShown: true, isByOwner: false } as const;
const told = { ...no, isTold: true } as const;
const closing = { ...told, closesDevice: true } as const;

export const reasons = {
  /** Another session of the user closed it. */
  user: { ...closing, isByOwner: true, initiatedBy: 'user' },
  /** So did "sign out from all others". */
  others: { ...closing, isByOwner: true, initiatedBy: 'user' },
  /** Its own app ended it. */
  sign_out: { ...no, initiatedBy: 'user' },
  /** The answer to its login alert was "no". */
  denied: { ...closing, isByOwner: true, initiatedBy: 'user' },
  /** Its device registered again. */
  replaced: { ...no, isShown: false, initiatedBy: 'user' },
  /** There were too many. */
  limit: { ...told, initiatedBy: 'policy' },
  /** A refresh token was used twice. */
  token_reuse: { ...closing, initiatedBy: 'policy' },
  /** It was not used for too long, or has lived long enough. */
  expired: { ...no, initiatedBy: 'policy' },
  /** The account in Firebase Authentication is gone, disabled, or has changed since the sign-in. */
  account: { ...told, initiatedBy: 'policy' },
  /** The team's support staff or back end. */
  operator: { ...closing, initiatedBy: 'admin' },
  /** The team has ended what everybody had of its kind: nothing is known against this device. */
  incident: { ...told, initiatedBy: 'admin' },
} as const satisfies Record<string, ReasonRow>;

export type RevokedReason = keyof typeof reasons;
export const revokedReasons = Object.keys(reasons) as RevokedReason[];
