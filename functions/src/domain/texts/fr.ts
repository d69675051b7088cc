// French; formal. A question mark takes a no-break space before it.
import type { Texts } from './en.ts';

export const fr: Texts = {
  loginAlertTitle: 'Nouvelle connexion',
  loginAlertBody: 'Connexion sur {deviceName} · {place}. C’était vous\u00a0?',
  loginAlertBodyWithoutPlace: 'Connexion sur {deviceName}. C’était vous\u00a0?',
  loginOverBody: 'Connexion sur {deviceName} · {place}\u00a0; la session est déjà fermée.',
  loginOverBodyWithoutPlace: 'Connexion sur {deviceName}\u00a0; la session est déjà fermée.',
  accountChanged: 'Votre compte a été modifié peu avant.',
  loginAlertsBody: '{count} nouvelles connexions. Vérifiez vos sessions.',
  newCountry: 'Ce pays est nouveau pour votre compte.',
  impossibleTravel: 'Votre dernière connexion était trop éloignée pour un délai si court.',
  denyAction: 'Non, fermer cette session',
  denyAllAction: 'Non, fermer ces sessions',
  confirmAction: 'Oui, c’était moi',
  reviewAction: 'Vérifier vos sessions',
  mailAccount: 'Compte',
  mailTime: 'Date',
  mailPlace: 'Lieu',
  mailWasYou: 'Si c’était vous, vous n’avez rien à faire.',
  mailWasNotYou:
    'Si ce n’était pas vous, vérifiez vos sessions, fermez celles que vous ne reconnaissez pas et changez votre mot de passe.',
  securityAlertTitle: 'Alerte de sécurité',
  securityAlertBody:
    'Une copie de la session sur {deviceName} a été bloquée. Cet appareil a été déconnecté. Vérifiez vos sessions et changez votre mot de passe.',
};
