// English, and by it what every language has to say. A text with values in it names them in braces: where a
// login was as {place}, which is "Moscow, Russia" set apart from the sentence, so that it needs no declension,
// or as {city}, which is the city alone. Both are the country where no city is known.

export const en = {
  loginAlertTitle: 'New sign-in',
  loginAlertBody: 'Logged in on {deviceName} from {city}. Was that you?',
  loginAlertBodyWithoutPlace: 'Logged in on {deviceName}. Was that you?',
  /** The session has ended already, and there is nothing to answer. */
  loginOverBody: 'Logged in on {deviceName} from {city}, and out again.',
  loginOverBodyWithoutPlace: 'Logged in on {deviceName}, and out again.',
  /** Follows the body of an alert about a login after which the account's other sessions were ended. */
  accountChanged: 'Your account was changed shortly before.',
  /** {count} is two or more. */
  loginAlertsBody: '{count} new sign-ins. Review your sessions.',
  /** Follows the body of an alert about a country not seen before. */
  newCountry: 'This country is new for your account.',
  /** Follows the body of an alert about a login too far from the last one for the time between. */
  impossibleTravel: 'Too far from your last sign-in to have travelled.',
  denyAction: 'No, close this session',
  /** The button of an alert that stands for several logins. */
  denyAllAction: 'No, close these sessions',
  confirmAction: 'Yes, it was me',
  /** The link in a mail to the page of sessions. */
  reviewAction: 'Review your sessions',
  /** In a mail, each before its value: the account's address, when, and where. */
  mailAccount: 'Account',
  mailTime: 'Time',
  mailPlace: 'Place',
  /** What to do in either case; the second also holds for a session that has ended. */
  mailWasYou: 'If this was you, there is nothing to do.',
  mailWasNotYou:
    'If it was not you, review your sessions, sign out what you do not recognize, and change your password.',
  securityAlertTitle: 'Security alert',
  securityAlertBody:
    'A copied sign-in of {deviceName} was stopped. That device has been signed out. Review your sessions and change your password.',
};

export type Texts = Record<keyof typeof en, string>;
