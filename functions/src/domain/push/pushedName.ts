// What a device calls itself, as pushes and mails say it: nothing in it can pass for a link.
import type { DeviceType, Session } from '../session/session.ts';
import { truncateToBytes } from './truncate.ts';

const maxCharacters = 40;
/** Some characters take many bytes: the message keeps within FCM's 4096 whatever the name. */
const maxBytes = 200;
/** What mail programs and lock screens turn into links. */
const linkish = /[/@:]|www\./i;

const nameOfType: Record<DeviceType, string> = { IOS: 'iOS', ANDROID: 'Android', WEB: 'Web' };

/** Cut to 40 characters as people count them; a name that could hold a link is its device type's. */
export function pushedName({
  deviceName,
  deviceType,
}: Pick<Session, 'deviceName' | 'deviceType'>): string {
  if (linkish.test(deviceName.normalize('NFKC'))) return nameOfType[deviceType];
  const characters = [...new Intl.Segmenter().segment(deviceName)].map(({ segment }) => segment);
  const cut =
    characters.length > maxCharacters
      ? `${characters
          .slice(0, maxCharacters - 1)
          .join('')
          .trimEnd()}…`
      : deviceName;
  return truncateToBytes(cut, maxBytes);
}
