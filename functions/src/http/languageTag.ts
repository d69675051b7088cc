// The language that a device says it speaks, in whichever way its platform writes that.

const maxLength = 35;

/**
 * The BCP 47 tag of a locale, in canonical form and at most 35 characters long, or null where none can
 * be read. Takes the spellings of Java and Flutter (`en_US`), POSIX (`de_DE.UTF-8`), iOS
 * (`en_US@rg=gbzzzz`) and of an Accept-Language header, whose first language counts. Subtags that
 * cannot be read are left out with all that follow.
 */
export function toLanguageTag(locale: string): string | null {
  const [written = ''] = locale.trim().split(/[.@,;]/, 1);
  const subtags = written.slice(0, 100).replaceAll('_', '-').split('-');
  // Languages have two or three letters (ISO 639): "C", "POSIX" and "unknown" are none.
  if (!/^[A-Za-z]{2,3}$/.test(subtags[0] ?? '') || /^und$/i.test(subtags[0] ?? '')) return null;
  for (let length = subtags.length; length > 0; length -= 1) {
    const tag = canonicalTag(subtags.slice(0, length).join('-'));
    if (tag !== null && tag.length <= maxLength) return tag;
  }
  return null;
}

function canonicalTag(text: string): string | null {
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}
