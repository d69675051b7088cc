// English.
import type { Texts } from './texts.ts';

export const en: Texts = {
  placeStyle: 'city',
  sentenceSeparator: ' ',
  loginAlertTitle: 'New sign-in',
  loginAlertBody: 'Logged in on {deviceName} from {place}. Was that you?',
  loginAlertBodyWithoutPlace: 'Logged in on {deviceName}. Was that you?',
  loginOverBody: 'Signed in on {deviceName} from {place}, and out again.',
  loginOverBodyWithoutPlace: 'Signed in on {deviceName}, and out again.',
  accountChanged: 'Your account was changed shortly before.',
  loginAlertsBody: '{count} new sign-ins. Review your sessions.',
  newCountry: 'This country is new for your account.',
  impossibleTravel: 'Your last sign-in was too far away to travel in that time.',
  denyAction: 'No, close this session',
  denyAllAction: 'No, close these sessions',
  confirmAction: 'Yes, it was me',
  reviewAction: 'Review your sessions',
  securityAlertTitle: 'Security alert',
  securityAlertBody:
    'A copied sign-in of {deviceName} was stopped. That device has been signed out. Review your sessions and change your password.',
};
