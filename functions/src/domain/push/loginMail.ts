// The mail about a login on a new device, as "Trigger Email from Firestore" sends it.
import { formatPlace } from '../place/place.ts';
import { languageFor, textsFor } from '../texts/index.ts';
import { bodyOf, type ToldLogin } from './loginAlert.ts';

export interface LoginMailText {
  subject: string;
  text: string;
  html: string;
}

/** What a mail says of a login beside what a push does. */
interface MailedLogin extends ToldLogin {
  createdAt: Date;
  /** The address by which its owner knows the account. */
  account: string;
  appName: string | null;
  sessionsUrl: string | null;
  locale: string | null;
}

/**
 * Whose app and account it is about, what happened, when and where, and what to do in either case. Without
 * `sessionsUrl` it has no link. What a device calls itself cannot add another.
 */
export function loginMail(login: MailedLogin): LoginMailText {
  const { createdAt, account, place, appName, sessionsUrl, locale } = login;
  const texts = textsFor(locale);
  const where = place && formatPlace(place);
  const facts = [
    `${texts.mailAccount}: ${account}`,
    `${texts.mailTime}: ${timeText(createdAt, locale)}`,
    ...(where === null ? [] : [`${texts.mailPlace}: ${where}`]),
  ];
  const paragraphs = [[bodyOf(login, texts)], facts, [texts.mailWasYou], [texts.mailWasNotYou]];
  const link = sessionsUrl && `${texts.reviewAction}: ${sessionsUrl}`;
  const anchor =
    sessionsUrl && `<p><a href="${escaped(sessionsUrl)}">${escaped(texts.reviewAction)}</a></p>`;
  return {
    subject: appName === null ? texts.loginAlertTitle : `${appName}: ${texts.loginAlertTitle}`,
    text: [...paragraphs, ...(link ? [[link]] : [])]
      .map((lines) => `${lines.join('\n')}\n`)
      .join('\n'),
    html:
      paragraphs.map((lines) => `<p>${lines.map(escaped).join('<br>')}</p>`).join('') +
      (anchor ?? ''),
  };
}

/** A mail does not know its reader's clock: the time names its own. */
function timeText(time: Date, locale: string | null): string {
  return new Intl.DateTimeFormat(languageFor(locale), {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  }).format(time);
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
