// Portuguese, as in Brazil.
import type { Texts } from './en.ts';

export const pt: Texts = {
  loginAlertTitle: 'Novo acesso',
  loginAlertBody: 'Acesso em {deviceName} · {place}. Foi você?',
  loginAlertBodyWithoutPlace: 'Acesso em {deviceName}. Foi você?',
  loginOverBody: 'Acesso em {deviceName} · {place}; a sessão já foi encerrada.',
  loginOverBodyWithoutPlace: 'Acesso em {deviceName}; a sessão já foi encerrada.',
  accountChanged: 'Sua conta foi alterada pouco antes.',
  loginAlertsBody: '{count} novos acessos. Revise suas sessões.',
  newCountry: 'Este país é novo para sua conta.',
  impossibleTravel: 'Seu último acesso foi longe demais para tão pouco tempo.',
  denyAction: 'Não, encerrar esta sessão',
  denyAllAction: 'Não, encerrar estas sessões',
  confirmAction: 'Sim, fui eu',
  reviewAction: 'Revisar suas sessões',
  mailAccount: 'Conta',
  mailTime: 'Horário',
  mailPlace: 'Local',
  mailWasYou: 'Se foi você, não é preciso fazer nada.',
  mailWasNotYou:
    'Se não foi você, revise suas sessões, encerre as que não reconhecer e altere sua senha.',
  securityAlertTitle: 'Alerta de segurança',
  securityAlertBody:
    'Uma cópia da sessão de {deviceName} foi bloqueada. Esse dispositivo foi desconectado. Revise suas sessões e altere sua senha.',
};
