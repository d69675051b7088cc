// Turkish; formal. The noun after a name carries the case ending, so that the name needs none.
import type { Texts } from './en.ts';

export const tr: Texts = {
  loginAlertTitle: 'Yeni oturum açıldı',
  loginAlertBody: '{deviceName} cihazında oturum açıldı · {place}. Bu siz miydiniz?',
  loginAlertBodyWithoutPlace: '{deviceName} cihazında oturum açıldı. Bu siz miydiniz?',
  loginOverBody: '{deviceName} cihazında oturum açıldı · {place}; oturum daha sonra kapatıldı.',
  loginOverBodyWithoutPlace: '{deviceName} cihazında oturum açıldı, daha sonra kapatıldı.',
  accountChanged: 'Kısa süre önce hesabınız değiştirildi.',
  loginAlertsBody: '{count} yeni oturum açıldı. Oturumlarınızı kontrol edin.',
  newCountry: 'Bu ülke hesabınız için yeni.',
  impossibleTravel: 'Son oturumunuz, bu sürede gidilemeyecek kadar uzakta açılmıştı.',
  denyAction: 'Hayır, bu oturumu kapat',
  denyAllAction: 'Hayır, bu oturumları kapat',
  confirmAction: 'Evet, bendim',
  reviewAction: 'Oturumlarınızı kontrol edin',
  mailAccount: 'Hesap',
  mailTime: 'Zaman',
  mailPlace: 'Yer',
  mailWasYou: 'Bunu siz yaptıysanız bir şey yapmanız gerekmez.',
  mailWasNotYou:
    'Bunu siz yapmadıysanız oturumlarınızı kontrol edin, tanımadıklarınızı kapatın ve şifrenizi değiştirin.',
  securityAlertTitle: 'Güvenlik uyarısı',
  securityAlertBody:
    '{deviceName} cihazındaki oturumun bir kopyası engellendi. Bu cihazdaki oturum kapatıldı. Oturumlarınızı kontrol edin ve şifrenizi değiştirin.',
};
