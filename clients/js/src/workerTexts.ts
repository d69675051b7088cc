// What the service worker says after an answer, in the languages of the alerts.

export interface WorkerTexts {
  denied: string;
  /** {count} */
  deniedAll: string;
  confirmed: string;
  refused: string;
  failed: string;
}

const texts = {
  en: {
    denied: 'The session was closed. Change your password if somebody else knows it.',
    deniedAll: 'Sessions closed: {count}. Change your password if somebody else knows it.',
    confirmed: 'Thank you. The new device is confirmed.',
    refused: 'Your answer was not accepted. Tap to see your sessions.',
    failed: 'Your answer could not be sent. Tap to answer in the app.',
  },
  de: {
    denied: 'Die Sitzung wurde beendet. Ändere dein Passwort, falls es jemand anderes kennt.',
    deniedAll: 'Beendete Sitzungen: {count}. Ändere dein Passwort, falls es jemand anderes kennt.',
    confirmed: 'Danke. Das neue Gerät ist bestätigt.',
    refused: 'Deine Antwort wurde nicht angenommen. Tippe, um deine Sitzungen zu sehen.',
    failed: 'Deine Antwort konnte nicht gesendet werden. Tippe, um in der App zu antworten.',
  },
  es: {
    denied: 'La sesión se cerró. Cambia tu contraseña si alguien más la conoce.',
    deniedAll: 'Sesiones cerradas: {count}. Cambia tu contraseña si alguien más la conoce.',
    confirmed: 'Gracias. El nuevo dispositivo está confirmado.',
    refused: 'No se aceptó tu respuesta. Toca para ver tus sesiones.',
    failed: 'No se pudo enviar tu respuesta. Toca para responder en la app.',
  },
  fr: {
    denied: 'La session a été fermée. Changez votre mot de passe si quelqu’un d’autre le connaît.',
    deniedAll:
      'Sessions fermées : {count}. Changez votre mot de passe si quelqu’un d’autre le connaît.',
    confirmed: 'Merci. Le nouvel appareil est confirmé.',
    refused: 'Votre réponse n’a pas été acceptée. Touchez pour voir vos sessions.',
    failed: 'Votre réponse n’a pas pu être envoyée. Touchez pour répondre dans l’application.',
  },
  pt: {
    denied: 'A sessão foi encerrada. Troque sua senha se outra pessoa a conhece.',
    deniedAll: 'Sessões encerradas: {count}. Troque sua senha se outra pessoa a conhece.',
    confirmed: 'Obrigado. O novo dispositivo está confirmado.',
    refused: 'Sua resposta não foi aceita. Toque para ver suas sessões.',
    failed: 'Não foi possível enviar sua resposta. Toque para responder no app.',
  },
  ru: {
    denied: 'Сеанс завершён. Смените пароль, если его знает кто-то ещё.',
    deniedAll: 'Завершено сеансов: {count}. Смените пароль, если его знает кто-то ещё.',
    confirmed: 'Спасибо. Новое устройство подтверждено.',
    refused: 'Ответ не принят. Нажмите, чтобы увидеть свои сеансы.',
    failed: 'Ответ не удалось отправить. Нажмите, чтобы ответить в приложении.',
  },
  uk: {
    denied: 'Сеанс завершено. Змініть пароль, якщо його знає хтось інший.',
    deniedAll: 'Завершено сеансів: {count}. Змініть пароль, якщо його знає хтось інший.',
    confirmed: 'Дякуємо. Новий пристрій підтверджено.',
    refused: 'Відповідь не прийнято. Натисніть, щоб побачити свої сеанси.',
    failed: 'Відповідь не вдалося надіслати. Натисніть, щоб відповісти в застосунку.',
  },
  tr: {
    denied: 'Oturum kapatıldı. Şifrenizi başkası biliyorsa değiştirin.',
    deniedAll: 'Kapatılan oturum: {count}. Şifrenizi başkası biliyorsa değiştirin.',
    confirmed: 'Teşekkürler. Yeni cihaz onaylandı.',
    refused: 'Yanıtınız kabul edilmedi. Oturumlarınızı görmek için dokunun.',
    failed: 'Yanıtınız gönderilemedi. Uygulamada yanıtlamak için dokunun.',
  },
  hi: {
    denied: 'सेशन बंद कर दिया गया। अगर कोई और पासवर्ड जानता है तो उसे बदलें।',
    deniedAll: 'बंद किए गए सेशन: {count}. अगर कोई और पासवर्ड जानता है तो उसे बदलें।',
    confirmed: 'धन्यवाद। नए डिवाइस की पुष्टि हो गई।',
    refused: 'आपका जवाब स्वीकार नहीं हुआ। अपने सेशन देखने के लिए टैप करें।',
    failed: 'आपका जवाब भेजा नहीं जा सका। ऐप में जवाब देने के लिए टैप करें।',
  },
  ja: {
    denied: 'セッションを終了しました。パスワードをほかの人が知っている場合は変更してください。',
    deniedAll:
      '終了したセッション: {count}。パスワードをほかの人が知っている場合は変更してください。',
    confirmed: 'ありがとうございます。新しい端末を確認しました。',
    refused: '回答は受け付けられませんでした。タップしてセッションを確認してください。',
    failed: '回答を送信できませんでした。タップしてアプリで回答してください。',
  },
  zh: {
    denied: '会话已结束。如果有他人知道您的密码，请更改密码。',
    deniedAll: '已结束的会话：{count}。如果有他人知道您的密码，请更改密码。',
    confirmed: '谢谢。新设备已确认。',
    refused: '您的回答未被接受。点按查看您的会话。',
    failed: '您的回答未能发送。点按在应用中回答。',
  },
} satisfies Record<string, WorkerTexts>;

/** English where the language is not among them. */
export function workerTexts(locale: string): WorkerTexts {
  const language = locale.toLowerCase().split('-')[0] ?? '';
  return language in texts ? texts[language as keyof typeof texts] : texts.en;
}
