// Text that one device writes and other people's lock screens show: nothing in it may hide, reorder
// or fake what stands around it.

/**
 * Returns the text in NFC without control, format, bidi, zero-width and other invisible
 * characters, white space folded to single spaces, and at most three combining marks in a row.
 */
export function toDisplayText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\t-\r\u0085\u2028\u2029\u2800\p{Zs}]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\ufffd]/gu, '')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(/ {2,}/gu, ' ')
    .trim();
}
