// Any body to a callable, without a credential: 400 or 401 with a reason, and nothing of it in the log.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { registerSession } from '../../src/functions/registerSession.ts';
import { silently } from './silently.ts';

const canary = 'canary-that-nobody-may-log';
const longType = 'type.googleapis.com/google.protobuf.Int64Value';

describe('any body to a callable', () => {
  // The handler alone, without a network in between: thousands of bodies a second.
  const key = fc.oneof(
    fc.constantFrom('data', '@type', '__proto__', 'value', 'deviceId', 'deviceName', 'uid'),
    fc.constantFrom('logging.googleapis.com/labels', 'message', 'severity', 'length'),
    fc.string(),
  );
  const text = fc.oneof(fc.constant(canary), fc.string({ unit: 'binary' }), fc.constant(longType));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 12, withCrossShrink: true },
      fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc
        .array(fc.tuple(key, tie('tree')), { maxLength: 4 })
        .map((entries) => Object.fromEntries(entries)),
    ),
  }));
  const body = fc.oneof(
    tree,
    fc.record({ data: tree }),
    fc.record({ data: tree, '@type': text, [canary]: text }, { requiredKeys: ['data'] }),
  );
  const headers = fc.record(
    {
      'content-type': fc.constantFrom('application/json', 'application/json;charset=x', 'a/b', ''),
      accept: fc.constantFrom('*/*', 'text/event-stream', ''),
      authorization: fc.constantFrom('Bearer ', 'Basic x', 'Bearer', 'x'),
    },
    { requiredKeys: ['content-type'] },
  );
  const method = fc.constantFrom('POST', 'POST', 'POST', 'GET', 'PUT', 'DELETE');

  /** What the function answers, as Express would be told it. */
  async function answerTo(request: { method: string; body: unknown; headers: object }) {
    const sent = { status: 200, body: undefined as unknown };
    await new Promise<void>((done) => {
      const response = {
        set: () => response,
        setHeader: () => response,
        getHeader: () => undefined,
        on: () => response,
        status(code: number) {
          sent.status = code;
          return response;
        },
        send(value: unknown) {
          sent.body = value;
          done();
          return response;
        },
      };
      const lower = request.headers as Record<string, string>;
      const rawBody = Buffer.from(JSON.stringify(request.body) ?? '');
      const header = (name: string) => lower[name.toLowerCase()];
      void registerSession({ ...request, rawBody, header } as never, response as never);
    });
    return sent as { status: number; body: { error?: { details?: { reason?: string } } } };
  }

  it('gets 400 or 401 with a reason, and leaves nothing of itself in the log', async () => {
    await fc.assert(
      fc.asyncProperty(method, body, headers, async (method, sent, headers) => {
        const parsed: unknown = JSON.parse(JSON.stringify(sent));
        const { result, logged } = await silently(() =>
          answerTo({ method, body: parsed, headers: { ...headers } }),
        );
        const reason = result.body.error?.details?.reason;
        const expected = result.status === 401 ? 'sign_in_required' : 'invalid_input';
        assert.ok(result.status === 400 || result.status === 401, `${result.status}`);
        assert.equal(reason, expected);
        assert.ok(!logged.includes(canary) && !logged.includes('ERROR'), logged);
      }),
      { numRuns: 4000, seed: 20_261_125 },
    );
  });
});
