// Ukrainian; formal. Names are set apart, so that they need no declension.
import type { Texts } from './en.ts';

export const uk: Texts = {
  loginAlertTitle: 'Новий вхід',
  loginAlertBody: 'Вхід із {deviceName} · {place}. Це ви?',
  loginAlertBodyWithoutPlace: 'Вхід із {deviceName}. Це ви?',
  loginOverBody: 'Вхід із {deviceName} · {place}; сеанс уже завершено.',
  loginOverBodyWithoutPlace: 'Вхід із {deviceName}; сеанс уже завершено.',
  accountChanged: 'Незадовго до цього ваш обліковий запис було змінено.',
  loginAlertsBody: 'Нових входів: {count}. Перевірте свої сеанси.',
  newCountry: 'Ця країна нова для вашого облікового запису.',
  impossibleTravel: 'Попередній вхід був із місця, звідки за цей час не дістатися.',
  denyAction: 'Ні, завершити сеанс',
  denyAllAction: 'Ні, завершити ці сеанси',
  confirmAction: 'Так, це я',
  reviewAction: 'Переглянути сеанси',
  mailAccount: 'Обліковий запис',
  mailTime: 'Час',
  mailPlace: 'Місце',
  mailWasYou: 'Якщо це ви, нічого робити не потрібно.',
  mailWasNotYou: 'Якщо це не ви, перевірте свої сеанси, завершіть незнайомі та змініть пароль.',
  securityAlertTitle: 'Сповіщення про безпеку',
  securityAlertBody:
    'Вхід за копією сеансу зупинено: {deviceName}. Сеанс на цьому пристрої завершено. Перевірте свої сеанси та змініть пароль.',
};
