// Russian; formal. Names stand where the nominative does: after a preposition they look undeclined.
import type { Texts } from './en.ts';

export const ru: Texts = {
  loginAlertTitle: 'Новый вход',
  loginAlertBody: 'Вход с {deviceName} · {place}. Это вы?',
  loginAlertBodyWithoutPlace: 'Вход с {deviceName}. Это вы?',
  loginOverBody: 'Вход с {deviceName} · {place}; сеанс уже завершён.',
  loginOverBodyWithoutPlace: 'Вход с {deviceName}; сеанс уже завершён.',
  accountChanged: 'Незадолго до этого ваш аккаунт был изменён.',
  loginAlertsBody: 'Новых входов: {count}. Проверьте свои сеансы.',
  newCountry: 'Эта страна новая для вашего аккаунта.',
  impossibleTravel: 'Прошлый вход был из места, откуда за это время не добраться.',
  denyAction: 'Нет, завершить сеанс',
  denyAllAction: 'Нет, завершить эти сеансы',
  confirmAction: 'Да, это я',
  reviewAction: 'Проверить сеансы',
  mailAccount: 'Аккаунт',
  mailTime: 'Время',
  mailPlace: 'Место',
  mailWasYou: 'Если это вы, ничего делать не нужно.',
  mailWasNotYou: 'Если это не вы, проверьте свои сеансы, завершите незнакомые и смените пароль.',
  securityAlertTitle: 'Предупреждение о безопасности',
  securityAlertBody:
    'Вход по копии сеанса остановлен: {deviceName}. Сеанс на этом устройстве завершён. Проверьте свои сеансы и смените пароль.',
};
