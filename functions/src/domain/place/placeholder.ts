// What sources of places say where they know no name. A placeholder is not a place.

// The whole name, in lower case, without the punctuation around and within it.
const alone = new Set([
  ...['null', 'undefined', 'none', 'nil', 'nothing', 'empty', 'blank', 'false', 'true', 'error'],
  ...['na', 'n a', 'n d', 'nd', 'n k', 'tba', 'tbd', 'unk', 'xx', 'xxx', 'zz', 'test'],
  ...['private', 'reserved', 'internal', 'local', 'localhost', 'loopback', 'intranet', 'lan'],
  ...['other', 'others', 'various', 'multiple', 'anonymous', 'hidden', 'proxy', 'vpn', 'tor'],
  ...['anonymous proxy', 'satellite provider', 'hosting provider', 'object object', 'bogon'],
  ...['city', 'country', 'region'],
]);

// Names that begin like this; no place does.
const beginning =
  /^(?:un(?:known|defined|specified|available|assigned|allocated|resolved|identified|determined|listed|named)|invalid|not (?:found|available|applicable|known|supported|set|specified|defined|assigned|allocated|provided|determined)|no (?:city|country|region|place|location|name|data|record|result|results|information|info|match|value)|could not|cannot|failed|error|this parameter|upgrade|rate ?limit(?:ed)?|too many requests|(?:private|reserved|local|internal|loopback|link local|special|multicast|carrier grade|iana|rfc ?\d+) (?:use|ip|ips|ipv4|ipv6|address|addresses|range|ranges|network|networks|area|host|nat|iana|reserved|private))(?: |$)/;

/** Whether the name stands for none, in any case and with any punctuation: "-", "(none)", "N/A". */
export function isPlaceholder(name: string): boolean {
  if (/^[\p{P}\p{N}\p{Sm}\p{Sc}\p{Sk} ]*$/u.test(name) || name === 'NaN') return true;
  const words = name
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
  return alone.has(words) || beginning.test(words);
}
