// What <active-sessions> says, in every language. A text with values in it names them in braces.
import type { LoginSignal, RevokedReason } from '../../core/contract.ts';

/** What the list says. */
export interface ListTexts {
  title: string;
  subtitle: string;
  loading: string;
  thisDevice: string;
  newSignIn: string;
  question: string;
  confirm: string;
  deny: string;
  activeNow: string;
  /** {when}, such as "5 minutes ago" */
  active: string;
  /** {when} */
  signedIn: string;
  close: string;
  rename: string;
  /** {device} */
  closeTitle: string;
  closeBody: string;
  cancel: string;
  /** {count} */
  closeAll: string;
  closeAllTitle: string;
  /** {count} */
  closeAllBody: string;
  onlyDevice: string;
  ended: string;
  /** {time} */
  closedAt: string;
  /** {time}; follows closedAt */
  receipt: string;
  /** {time}; in place of closedAt */
  noReceipt: string;
  endedBy: Record<RevokedReason, string>;
  failed: string;
  retry: string;
  offline: string;
  /** {device} */
  saidClosed: string;
  /** {count} */
  saidClosedAll: string;
  /** {device} */
  saidRenamed: string;
  /** {device} */
  saidConfirmed: string;
  /** {device} */
  saidDenied: string;
  callFailed: string;
  nameLabel: string;
  save: string;
  needsTitle: string;
  byDevice: string;
  /** In place of callFailed, where nobody knows what came of it. */
  unanswered: string;
  /** {time}; what a new device may not do yet */
  newUntil: string;
  /** What was unusual about a login, beside its place. */
  signals: Record<Exclude<LoginSignal, 'new_device'>, string>;
  /** {provider}, such as "Google" */
  signedInWith: string;
  changePassword: string;
  /** In place of cancel, where there is nothing else to do. */
  dismiss: string;
  placesBy: string;
}

/** What most people never see: said to a device that has to show whose it is, and before a session ends. */
export interface LaterTexts {
  needsBody: string;
  /** In place of needsBody, where the refused call was an answer. */
  refusedAnswer: string;
  byProvider: string;
  byFactor: string;
  /** {time} */
  byTime: string;
  proofFailed: string;
  waitTitle: string;
  /** Follows byDevice. */
  waitOn: string;
  /** {time}; where no other device can answer */
  waitAlone: string;
  /** Of this device itself. */
  signOut: string;
  /** {time} */
  endsSoon: string;
  /** {time}; where going on does not help */
  endsForGood: string;
  unreached: string;
}

export type ElementTexts = ListTexts & LaterTexts;

/** English has the second part loaded when it is wanted. */
export type SpokenTexts = ListTexts & Partial<LaterTexts>;
