// Asks for the code of a second factor. Loaded when one is wanted: few accounts have one.
import type { html as Html } from 'lit';
import type { CodeHint } from '../popupReauthentication.ts';
import type { View } from './views.ts';

interface CodeTexts {
  codeApp: string;
  /** {number} */
  codeSms: string;
  code: string;
  next: string;
}

/** In the languages of the element. */
const texts: Record<string, CodeTexts> = {
  de: {
    codeApp: 'Gib den Code aus deiner Authenticator-App ein.',
    codeSms: 'Gib den Code ein, der an {number} geschickt wurde.',
    code: 'Code',
    next: 'Weiter',
  },
  en: {
    codeApp: 'Enter the code from your authenticator app.',
    codeSms: 'Enter the code that was sent to {number}.',
    code: 'Code',
    next: 'Continue',
  },
  es: {
    codeApp: 'Escribe el código de tu app de autenticación.',
    codeSms: 'Escribe el código enviado a {number}.',
    code: 'Código',
    next: 'Continuar',
  },
  fr: {
    codeApp: 'Saisissez le code de votre application d’authentification.',
    codeSms: 'Saisissez le code envoyé au {number}.',
    code: 'Code',
    next: 'Continuer',
  },
  hi: {
    codeApp: 'अपने ऑथेंटिकेटर ऐप का कोड डालें।',
    codeSms: '{number} पर भेजा गया कोड डालें।',
    code: 'कोड',
    next: 'आगे बढ़ें',
  },
  ja: {
    codeApp: '認証アプリのコードを入力してください。',
    codeSms: '{number}に送信されたコードを入力してください。',
    code: 'コード',
    next: '続ける',
  },
  pt: {
    codeApp: 'Digite o código do seu app autenticador.',
    codeSms: 'Digite o código enviado para {number}.',
    code: 'Código',
    next: 'Continuar',
  },
  ru: {
    codeApp: 'Введите код из приложения-аутентификатора.',
    codeSms: 'Введите код, отправленный на {number}.',
    code: 'Код',
    next: 'Продолжить',
  },
  tr: {
    codeApp: 'Kimlik doğrulama uygulamanızdaki kodu girin.',
    codeSms: '{number} numarasına gönderilen kodu girin.',
    code: 'Kod',
    next: 'Devam',
  },
  uk: {
    codeApp: 'Введіть код із застосунку-автентифікатора.',
    codeSms: 'Введіть код, надісланий на {number}.',
    code: 'Код',
    next: 'Продовжити',
  },
  zh: {
    codeApp: '请输入身份验证器应用中的代码。',
    codeSms: '请输入发送到 {number} 的代码。',
    code: '代码',
    next: '继续',
  },
};

export function codeTexts(locale: string): CodeTexts {
  return texts[locale.slice(0, 2)] ?? texts['en']!;
}

/** `html` comes in, so that Lit is not torn in two. */
export function codeQuestion(
  html: typeof Html,
  { hint, view, answer }: { hint: CodeHint; view: View; answer: (code: string | null) => void },
) {
  const { codeApp, codeSms, code, next } = codeTexts(view.locale);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement).get('code');
    if (typeof given === 'string') answer(given.trim());
  };
  return html`<form @submit=${submit}>
    <h3 id="question">${view.texts.needsTitle}</h3>
    <p>${hint.kind === 'sms' ? codeSms.replace('{number}', hint.phoneNumber) : codeApp}</p>
    <label
      >${code}
      <input name="code" required inputmode="numeric" autocomplete="one-time-code" />
    </label>
    <div class="actions">
      <button type="button" part="button dialog-cancel" @click=${() => answer(null)}>
        ${view.texts.cancel}
      </button>
      <button class="primary" part="button dialog-confirm" type="submit">${next}</button>
    </div>
  </form>`;
}
