// English.
import type { Texts } from './texts.ts';

export const en: Texts = {
  placeStyle: 'city',
  sentenceSeparator: ' ',
  loginAlertTitle: 'New sign-in',
  loginAlertBody: 'Logged in on {deviceName} from {place}. Was that you?',
  loginAlertBodyWithoutPlace: 'Logged in on {deviceName}. Was that you?',
  loginOverBody: 'Logged in on {deviceName} from {place}, and out again.',
  loginOverBodyWithoutPlace: 'Logged in on {deviceName}, and out again.',
  accountChanged: 'Your account was changed shortly before.',
  loginAlertsBody: '{count} new sign-ins. Review your sessions.',
  newCountry: 'This country is new for your account.',
  impossibleTravel: 'Too far from your last sign-in to have travelled.',
  denyAction: 'No, close this session',
  denyAllAction: 'No, close these sessions',
  confirmAction: 'Yes, it was me',
  reviewAction: 'Review your sessions',
  mailAccount: 'Account',
  mailTime: 'Time',
  mailPlace: 'Place',
  mailWasYou: 'If this was you, there is nothing to do.',
  mailWasNotYou:
    'If it was not you, review your sessions, sign out what you do not recognize, and change your password.',
  securityAlertTitle: 'Security alert',
  securityAlertBody:
    'A copied sign-in of {deviceName} was stopped. That device has been signed out. Review your sessions and change your password.',
};
