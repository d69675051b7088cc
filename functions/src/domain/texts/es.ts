// Spanish; informal, in words that both sides of the Atlantic use.
import type { Texts } from './en.ts';

export const es: Texts = {
  loginAlertTitle: 'Nuevo inicio de sesión',
  loginAlertBody: 'Inicio de sesión en {deviceName} · {place}. ¿Fuiste tú?',
  loginAlertBodyWithoutPlace: 'Inicio de sesión en {deviceName}. ¿Fuiste tú?',
  loginOverBody: 'Inicio de sesión en {deviceName} · {place}; la sesión ya se cerró.',
  loginOverBodyWithoutPlace: 'Inicio de sesión en {deviceName}; la sesión ya se cerró.',
  accountChanged: 'Poco antes se modificó tu cuenta.',
  loginAlertsBody: '{count} inicios de sesión nuevos. Revisa tus sesiones.',
  newCountry: 'Este país es nuevo para tu cuenta.',
  impossibleTravel: 'Tu último inicio de sesión fue demasiado lejos para tan poco tiempo.',
  denyAction: 'No, cerrar esta sesión',
  denyAllAction: 'No, cerrar estas sesiones',
  confirmAction: 'Sí, fui yo',
  reviewAction: 'Revisar tus sesiones',
  mailAccount: 'Cuenta',
  mailTime: 'Hora',
  mailPlace: 'Lugar',
  mailWasYou: 'Si fuiste tú, no tienes que hacer nada.',
  mailWasNotYou:
    'Si no fuiste tú, revisa tus sesiones, cierra las que no reconozcas y cambia tu contraseña.',
  securityAlertTitle: 'Alerta de seguridad',
  securityAlertBody:
    'Se bloqueó una copia de la sesión de {deviceName}. Cerramos la sesión en ese dispositivo. Revisa tus sesiones y cambia tu contraseña.',
};
