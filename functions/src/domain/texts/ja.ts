// Japanese; polite.
import type { Texts } from './en.ts';

export const ja: Texts = {
  loginAlertTitle: '新しいログイン',
  loginAlertBody: '{deviceName} でログインがありました（{place}）。ご本人ですか？',
  loginAlertBodyWithoutPlace: '{deviceName} でログインがありました。ご本人ですか？',
  loginOverBody: '{deviceName} でログインがあり（{place}）、すでにログアウトされています。',
  loginOverBodyWithoutPlace: '{deviceName} でログインがあり、すでにログアウトされています。',
  accountChanged: 'その直前にアカウントが変更されました。',
  loginAlertsBody: '新しいログインが{count}件あります。セッションを確認してください。',
  newCountry: 'このアカウントでは初めての国です。',
  impossibleTravel: '前回のログイン場所から、この時間では移動できない距離です。',
  denyAction: 'いいえ、このセッションを終了',
  denyAllAction: 'いいえ、これらのセッションを終了',
  confirmAction: 'はい、私です',
  reviewAction: 'セッションを確認',
  mailAccount: 'アカウント',
  mailTime: '日時',
  mailPlace: '場所',
  mailWasYou: 'ご本人の場合、操作は必要ありません。',
  mailWasNotYou:
    '心当たりがない場合は、セッションを確認し、見覚えのないものを終了して、パスワードを変更してください。',
  securityAlertTitle: 'セキュリティ通知',
  securityAlertBody:
    '{deviceName} のログイン情報のコピーが使われたため、ブロックしました。この端末はログアウトされました。セッションを確認し、パスワードを変更してください。',
};
