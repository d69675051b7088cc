// The mail about a login on a new device, as "Trigger Email from Firestore" sends it.
import type { Place } from '../place/place.ts';
import type { Session } from '../session/session.ts';
import { textsFor } from '../texts/index.ts';
import type { LoginSignal } from './loginAlert.ts';
import { bodyOf } from './loginAlert.ts';

export interface LoginMailText {
  subject: string;
  text: string;
  html: string;
}

/** Without `sessionsUrl` it has no link. What a device calls itself cannot add another. */
export function loginMail({
  session,
  place,
  signals,
  accountChanged,
  sessionsUrl,
  locale,
}: {
  session: Pick<Session, 'deviceName' | 'deviceType' | 'revoked'>;
  place: Place | null;
  signals: readonly LoginSignal[];
  accountChanged: boolean;
  sessionsUrl: string | null;
  locale: string | null;
}): LoginMailText {
  const texts = textsFor(locale);
  const { deviceName, deviceType, revoked } = session;
  const body = bodyOf(
    { deviceName, deviceType, place, signals, accountChanged, hasEnded: revoked },
    texts,
  );
  const link = sessionsUrl && `${texts.reviewAction}: ${sessionsUrl}`;
  const anchor =
    sessionsUrl && `<p><a href="${escaped(sessionsUrl)}">${escaped(texts.reviewAction)}</a></p>`;
  return {
    subject: texts.loginAlertTitle,
    text: link ? `${body}\n\n${link}\n` : `${body}\n`,
    html: `<p>${escaped(body)}</p>${anchor ?? ''}`,
  };
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
