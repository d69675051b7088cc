// German; informal, as apps and systems speak today.
import type { Texts } from './en.ts';

export const de: Texts = {
  loginAlertTitle: 'Neue Anmeldung',
  loginAlertBody: 'Anmeldung auf {deviceName} · {place}. Warst du das?',
  loginAlertBodyWithoutPlace: 'Anmeldung auf {deviceName}. Warst du das?',
  loginOverBody: 'Anmeldung auf {deviceName} · {place}, inzwischen wieder abgemeldet.',
  loginOverBodyWithoutPlace: 'Anmeldung auf {deviceName}, inzwischen wieder abgemeldet.',
  accountChanged: 'Kurz davor wurde dein Konto geändert.',
  loginAlertsBody: '{count} neue Anmeldungen. Prüfe deine Sitzungen.',
  newCountry: 'Dieses Land ist neu für dein Konto.',
  impossibleTravel: 'Deine letzte Anmeldung war zu weit entfernt für die Zeit dazwischen.',
  denyAction: 'Nein, Sitzung beenden',
  denyAllAction: 'Nein, diese Sitzungen beenden',
  confirmAction: 'Ja, das war ich',
  reviewAction: 'Sitzungen prüfen',
  mailAccount: 'Konto',
  mailTime: 'Zeit',
  mailPlace: 'Ort',
  mailWasYou: 'Wenn du das warst, ist nichts zu tun.',
  mailWasNotYou:
    'Wenn du das nicht warst, prüfe deine Sitzungen, melde ab, was du nicht kennst, und ändere dein Passwort.',
  securityAlertTitle: 'Sicherheitswarnung',
  securityAlertBody:
    'Eine kopierte Anmeldung von {deviceName} wurde gestoppt. Das Gerät wurde abgemeldet. Prüfe deine Sitzungen und ändere dein Passwort.',
};
