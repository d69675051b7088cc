// Chinese, in simplified characters; polite.
import type { Texts } from './en.ts';

export const zh: Texts = {
  loginAlertTitle: '新的登录',
  loginAlertBody: '您的账号在 {deviceName} 上登录（{place}）。是您本人吗？',
  loginAlertBodyWithoutPlace: '您的账号在 {deviceName} 上登录。是您本人吗？',
  loginOverBody: '您的账号曾在 {deviceName} 上登录（{place}），现已退出。',
  loginOverBodyWithoutPlace: '您的账号曾在 {deviceName} 上登录，现已退出。',
  accountChanged: '在此之前不久，您的账号有过更改。',
  loginAlertsBody: '有 {count} 次新的登录。请检查您的会话。',
  newCountry: '对您的账号来说，这是一个新的国家或地区。',
  impossibleTravel: '上次登录地点过远，这段时间内无法到达。',
  denyAction: '不是，结束此会话',
  denyAllAction: '不是，结束这些会话',
  confirmAction: '是我本人',
  reviewAction: '查看会话',
  mailAccount: '账号',
  mailTime: '时间',
  mailPlace: '地点',
  mailWasYou: '如果是您本人，则无需任何操作。',
  mailWasNotYou: '如果不是您本人，请检查您的会话，结束不认识的会话，并更改密码。',
  securityAlertTitle: '安全提醒',
  securityAlertBody:
    '{deviceName} 的登录状态被复制，已被拦截。该设备已退出登录。请检查您的会话并更改密码。',
};
