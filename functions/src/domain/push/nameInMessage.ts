// A device's name as pushes and mails say it. Whoever signs in chooses it, and others read it on a lock
// screen or in a mail program, which make links of what looks like one.
import { type DeviceType, deviceTypeNames } from '../session/session.ts';
import { shorten, toDisplayText } from '../session/displayText.ts';

const maxLength = 40;

// Also what is drawn alike, and the bare name of a host: a dot between letters without a space.
const linkLike =
  /[/@:\\\u2044\u2215\u29f8\u0589\u05c3\ua789\u2236]|\bwww[.。]|[\p{L}\p{N}][.。]\p{L}{2,}/iu;

// An IPv4 address, in the digits of any script and with what is a dot in any, or drawn as one.
const addressLike = /(?<!\p{Nd})\p{Nd}{1,3}(?:[.。۔܁܂·‧∙⋅・٫꓿꘎𐩐]\p{Nd}{1,3}){3}(?!\p{Nd})/u;

/**
 * The name in at most 40 code points, an ellipsis included where it is cut; or what a device of this type is called,
 * where nothing of the name is visible or it could pass for a link or an address. Plain text: HTML must escape it.
 */
export function nameInMessage(deviceName: string, deviceType: DeviceType): string {
  const name = toDisplayText(deviceName);
  const drawn = name.normalize('NFKC');
  if (name === '' || linkLike.test(drawn) || addressLike.test(drawn)) {
    return deviceTypeNames[deviceType];
  }
  const short = shorten(name, maxLength);
  return short === '…' ? deviceTypeNames[deviceType] : short;
}
