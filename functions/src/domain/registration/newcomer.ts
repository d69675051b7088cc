// Who signs in: which installation it is, what it still has, and whether it counts as its owner's.
import { judge } from '../refresh/refresh.ts';
import { isConfirmed } from '../session/confirmation.ts';
import { liveOf } from '../session/ending.ts';
import { isLive } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import { hourMs } from '../session/policy.ts';
import type { SessionRecord } from '../session/session.ts';
import type { Registration, RegistrationState } from './signIn.ts';
import { isRollOut } from './signInEligibility.ts';

/** Who comes. */
export interface Newcomer {
  installation: string;
  /** The live sessions that this installation still has: at most one, except while registrations race. */
  replaced: SessionRecord[];
  /** The one of them whose refresh token was shown: it goes on in the new session. */
  continued: SessionRecord | null;
  confirmed: boolean;
  newDevice: boolean;
  /** Whether the user's other devices are alerted. */
  alerted: boolean;
  /** Whether it is the first session of an account that is older than a day. */
  isOldAccountsFirst: boolean;
}

/** The sessions that are told of the login. */
export interface LoginReceivers {
  alerts: readonly string[];
  /** Those of them that a change of the account has ended. */
  byAccount: readonly string[];
  /** Whether such a change has ended any, with or without a push token. */
  accountChanged: boolean;
}

/**
 * The live session whose refresh token is shown: `possessed` by who shows a good one, `stolen` where it
 * was used up (RFC 9700 §4.14). A token of an ended session, or of another account, counts as none.
 */
export function findShown(
  { open }: RegistrationState,
  { refreshToken }: Pick<Registration['shown'], 'refreshToken'>,
  moment: Moment,
): { possessed: SessionRecord | null; stolen: SessionRecord | null } {
  const record = liveOf(open, moment.now).find(
    ({ session }) => session.sessionId === refreshToken?.sessionId,
  );
  const judged = record && refreshToken ? judge(record, refreshToken.nonce, moment)?.kind : null;
  return {
    possessed: record && (judged === 'rotate' || judged === 'repeat') ? record : null,
    stolen: record && judged === 'reuse' ? record : null,
  };
}

/** What is left once that session has ended, whose device is closed by it. */
export function withoutStolen(
  state: RegistrationState,
  stolen: SessionRecord,
  { installation }: Pick<Registration['shown'], 'installation'>,
): RegistrationState {
  const isShown = stolen.secrets.installation === installation;
  return {
    ...state,
    open: state.open.filter((record) => record !== stolen),
    known: isShown ? [] : state.known,
    isForgotten: state.isForgotten || isShown,
  };
}

/** Which installation signs in, what it still has, and whether it counts as its owner's. */
export function toNewcomer(
  state: RegistrationState,
  { signIn, shown, newInstallation, account }: Registration,
  possessed: SessionRecord | null,
  moment: Moment,
): Newcomer {
  const shownInstallation = state.isForgotten ? null : shown.installation;
  const installation = possessed?.secrets.installation ?? shownInstallation ?? newInstallation;
  const replaced = liveOf(state.open, moment.now).filter(
    ({ secrets }) => secrets.installation === installation,
  );
  const isKnown =
    replaced.some(({ session }) => isConfirmed(session, moment)) ||
    (installation === shown.installation &&
      (state.known.length > 0 || isOutlived(state, installation, moment)));
  const isFirst = !state.isRemembered;
  const isCarriedOn = isRollOut(state, signIn, moment);
  const isNew = !isKnown && !isFirst && !isCarriedOn;
  const continued = possessed && replaced.includes(possessed) ? possessed : null;
  return {
    installation,
    replaced,
    continued,
    confirmed: !isNew,
    newDevice: isNew,
    alerted: isNew ? continued === null : replaced.some((record) => record !== continued),
    isOldAccountsFirst:
      isFirst &&
      !isBeforeRollOutTime(signIn.signedInAt, moment) &&
      account != null &&
      moment.now.getTime() - account.createdAt.getTime() > 24 * hourMs,
  };
}

/** Whether a session that ran out on this installation had come of age unanswered, which nobody wrote down. */
function isOutlived({ open }: RegistrationState, installation: string, moment: Moment): boolean {
  return open.some(
    ({ session, secrets }) =>
      secrets.installation === installation &&
      !isLive(session, moment.now) &&
      isConfirmed(session, moment),
  );
}

function isBeforeRollOutTime(signedInAt: Date, { policy }: Moment): boolean {
  return policy.rollOutAt !== null && signedInAt < policy.rollOutAt;
}
