// Text that one device writes and other people's lock screens show: nothing in it may hide, reorder
// or fake what stands around it. What scripts and emoji are written with stays.

/**
 * Returns the text in NFC, well formed, with white space folded to single spaces. Bidi controls and
 * invisible characters go, except where a script or an emoji is written with them. Stacks of
 * combining marks are limited, and none stands at the start. Doing it again changes nothing.
 */
export function toDisplayText(text: string): string {
  const clean = cleanOnce(text);
  // What is removed can bring others together.
  return clean === text ? text : toDisplayText(clean);
}

function cleanOnce(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\t-\r\u0085\u2028\u2029\u2800\p{Zs}]+/gu, ' ')
    .replace(invisible, '')
    .normalize('NFC')
    .replace(joinersAndSelectors, (_, meaningful: string | undefined) => meaningful ?? '')
    .replace(/([\p{M}&&\p{Script=Inherited}]{3})[\p{M}&&\p{Script=Inherited}]+/gv, '$1')
    .replace(/(\p{M}{8})\p{M}+/gu, '$1')
    .replace(/ {2,}/gu, ' ')
    .replace(/^[\p{M}\p{Cf} ]+| $/gu, '')
    .normalize('NFC');
}

/** The text, or as much of it as fits into `most` code points, never cut through what people see as one. */
export function cutText(text: string, most: number, sizeOf = codePointsOf): string {
  let cut = '';
  let left = most;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    left -= sizeOf(segment);
    if (left < 0) break;
    cut += segment;
  }
  return cut.trimEnd();
}

/** The same with an ellipsis, which counts too, where it is cut. */
export function shorten(text: string, most: number, sizeOf = codePointsOf): string {
  return sizeOf(text) <= most ? text : `${cutText(text, most - sizeOf('…'), sizeOf)}…`;
}

/** UTF-8, as JSON writes it: a quotation mark takes two. */
export function jsonBytesOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}

function codePointsOf(text: string): number {
  return [...text].length;
}

// Variation selectors of emoji, ideographs and Mongolian, the tags of flags, and joiners.
const selector = String.raw`\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u180b-\u180d\u180f\u{e0020}-\u{e007f}\u200c-\u200d`;

// Beside what Unicode says is ignorable: blanks that count as letters, symbols or marks. An unassigned
// character may be an emoji of a newer phone.
const blank = String.raw`\u{16fe4}\u{13441}\u{13442}\u{1d159}\ufffc\ufffd`;
const invisible = new RegExp(
  String.raw`[[\p{Cc}\p{Cf}\p{Co}\p{Default_Ignorable_Code_Point}${blank}]--[${selector}]]|[\p{Cn}--\p{Extended_Pictographic}]`,
  'gv',
);

// The scripts whose words are spelt with joiners.
const joiningScripts = [
  ...['Arabic', 'Syriac', 'Mandaic', 'Nko', 'Mongolian', 'Phags_Pa', 'Devanagari', 'Bengali'],
  ...['Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala'],
  ...['Khmer', 'Myanmar', 'Tibetan', 'Balinese', 'Javanese', 'Grantha', 'Tulu_Tigalari'],
];
const joining = `[[[\\p{L}\\p{M}]--[${selector}]]&&[${joiningScripts.map((name) => `\\p{scx=${name}}`).join('')}]]`;
// Signs that take a consonant's vowel away: a joiner after one also stands at the end of a word.
const virama = String.raw`[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca]`;
const flagTags = ['gbeng', 'gbsct', 'gbwls'].map((tag) =>
  [...tag].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join(''),
);

/** Each of them; in the group where it means something. */
const joinersAndSelectors = new RegExp(
  `(${[
    String.raw`(?<=\p{Extended_Pictographic}[\u{1f3fb}-\u{1f3ff}\ufe0f]?)\u200d(?=\p{Extended_Pictographic})`,
    String.raw`(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]`,
    String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
    `\\u{1f3f4}(?:${flagTags.join('|')})\\u{e007f}`,
    String.raw`(?<=\p{Script=Han})[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`,
    String.raw`(?<=[\p{Script=Mongolian}&&\p{L}])[\u180b-\u180d\u180f]`,
    String.raw`(?<=\p{Script=Myanmar})\ufe00`,
    String.raw`(?<=${joining})[\u200c\u200d](?=${joining})`,
    String.raw`(?<=${virama})[\u200c\u200d](?= |$)`,
  ].join('|')})|[${selector}]`,
  'gv',
);
