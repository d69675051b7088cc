// Text cut to a budget of bytes, for a message that has a limit of them.

/**
 * Returns the text, or as many whole characters of it (as people see them) as fit with an ellipsis
 * into `maxBytes` of UTF-8, counted as JSON writes it: a quotation mark takes two.
 */
export function truncateToBytes(text: string, maxBytes: number): string {
  if (jsonBytes(text) <= maxBytes) return text;
  const ellipsis = '…';
  let left = maxBytes - jsonBytes(ellipsis);
  let truncated = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    left -= jsonBytes(segment);
    if (left < 0) break;
    truncated += segment;
  }
  return truncated.trimEnd() + ellipsis;
}

function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}
