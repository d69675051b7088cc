// What every language has to say. A text with values in it names them in braces.

export interface Texts {
  /**
   * How {place} reads: the city alone ("from Moscow"), or "Moscow, Russia" set apart from the
   * sentence, so that it needs no declension. The country, where no city is known.
   */
  placeStyle: 'city' | 'cityAndCountry';
  /** Between two sentences: nothing where the full stop is as wide as a letter. */
  sentenceSeparator: ' ' | '';
  loginAlertTitle: string;
  /** {deviceName}, {place} */
  loginAlertBody: string;
  /** {deviceName} */
  loginAlertBodyWithoutPlace: string;
  /** {deviceName}, {place}; the session has ended already, and there is nothing to answer. */
  loginOverBody: string;
  /** {deviceName} */
  loginOverBodyWithoutPlace: string;
  /** Follows the body of an alert about a login after which the account's other sessions were ended. */
  accountChanged: string;
  /** {count}, two or more */
  loginAlertsBody: string;
  /** Follows the body of an alert about a country not seen before. */
  newCountry: string;
  /** Follows the body of an alert about a login too far from the last one for the time between. */
  impossibleTravel: string;
  denyAction: string;
  /** The button of an alert that stands for several logins. */
  denyAllAction: string;
  confirmAction: string;
  /** The link in a mail to the page of sessions. */
  reviewAction: string;
  /** In a mail, each before its value: the account's address, when, and where. */
  mailAccount: string;
  mailTime: string;
  mailPlace: string;
  /** What to do in either case; the second also holds for a session that has ended. */
  mailWasYou: string;
  mailWasNotYou: string;
  securityAlertTitle: string;
  /** {deviceName} */
  securityAlertBody: string;
}
