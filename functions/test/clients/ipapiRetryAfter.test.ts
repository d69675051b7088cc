import assert from 'node:assert/strict';
import { parseRetryAfter } from '../../src/clients/ipapiRetryAfter.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const MINUTE = 60_000;

describe('parseRetryAfter', () => {
  const headers: [header: string | null, minutes: number][] = [
    ['120', 2],
    ['Fri, 20 Nov 2026 12:10:00 GMT', 10],
    ['0', 1],
    ['5', 1],
    ['Fri, 20 Nov 2026 11:00:00 GMT', 1],
    ['999999999999', 60],
    ['Fri, 20 Nov 2099 12:00:00 GMT', 60],
    [null, 5],
    ['', 5],
    ['soon', 5],
  ];
  for (const [header, minutes] of headers) {
    it(`takes ${JSON.stringify(header)} for ${minutes} min`, () => {
      assert.equal(parseRetryAfter(header, NOW), minutes * MINUTE);
    });
  }
});
