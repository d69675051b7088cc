import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, MockAgent, errors, type Dispatcher } from 'undici';
import { ipapiLocator, type IpapiOptions } from '../../src/clients/ipapi.ts';
import type { Log } from '../../src/services.ts';

const IP = '77.88.55.242';
const KEY = 'a-secret-key';
const PATH = `/${IP}/json/`;
const MOSCOW_BODY = {
  ip: IP,
  city: 'Moscow',
  region: 'Moscow',
  country: 'RU',
  country_name: 'Russia',
  country_code: 'RU',
  latitude: 55.7483,
  longitude: 37.6171,
};
const MOSCOW = {
  city: 'Moscow',
  country: 'Russia',
  countryCode: 'RU',
  latitude: 55.7483,
  longitude: 37.6171,
};

const START = Date.parse('2026-11-20T12:00:00Z');
let time = START;
let lines: unknown[][] = [];

const log: Log['warn'] = (...line) => lines.push(line);

const locatorOf = (options: Partial<IpapiOptions> & { dispatcher: Dispatcher }) =>
  ipapiLocator({ now: () => new Date(time), log, ...options });

afterEach(() => {
  assert.doesNotMatch(
    JSON.stringify(lines),
    /77\.88|2a02|a-secret-key/,
    'nothing secret is logged',
  );
  lines = [];
});

describe('ipapiLocator', () => {
  let agent: MockAgent;

  beforeEach(() => {
    time = START;
    agent = new MockAgent({ enableCallHistory: true });
    agent.disableNetConnect();
  });

  afterEach(async () => {
    agent.assertNoPendingInterceptors();
    await agent.close();
  });

  // Counted, since to the locator a request that no interceptor expects is but one more network error.
  const requests = () => agent.getCallHistory()?.calls().length;

  const intercept = (more: object = {}) =>
    agent.get('https://ipapi.co').intercept({ path: PATH, ...more });
  const answers = (status: number, body: object | string = '') => intercept().reply(status, body);
  const breaksOff = (more: object = {}) =>
    intercept(more).replyWithError(new errors.SocketError(`${PATH}?key=${KEY} closed`));
  const find = (options: Partial<IpapiOptions> = {}, ip = IP) =>
    locatorOf({ dispatcher: agent, ...options }).find(ip);

  it('asks about IPv6 addresses too', async () => {
    intercept({ path: '/2a02:6b8::2:242/json/' }).reply(200, MOSCOW_BODY);
    assert.deepEqual(await find({}, '2a02:6b8::2:242'), MOSCOW);
  });

  it('sends the key, a User-Agent and what it accepts', async () => {
    const headers = {
      'user-agent': /^device-sessions-for-firebase/,
      accept: 'application/json',
    };
    intercept({ query: { key: KEY }, headers }).reply(200, MOSCOW_BODY);
    assert.deepEqual(await find({ apiKey: KEY }), MOSCOW);
  });

  it('sends no empty key', async () => {
    answers(200, MOSCOW_BODY);
    assert.deepEqual(await find({ apiKey: '' }), MOSCOW);
  });

  const nothing = { city: null, latitude: null, longitude: null };
  const bodies: [what: string, body: object | string, answer: unknown][] = [
    ['a place for that place', MOSCOW_BODY, MOSCOW],
    [
      'what is of the wrong type for nothing',
      { ...MOSCOW_BODY, city: { name: 'Moscow' }, latitude: '55', longitude: null },
      { ...MOSCOW, ...nothing },
    ],
    [
      "the body's own error flag for an unknown address, though the status is 200",
      { ...MOSCOW_BODY, error: true, reason: 'Reserved IP Address', reserved: true },
      'unknown',
    ],
    [
      'a body without city and country for an unknown address',
      { ip: IP, city: null, country_name: null },
      'unknown',
    ],
    ...['<html>', '[]', 'null', '"Moscow"', ''].map((body): [string, string, string] => [
      `${JSON.stringify(body)} for no answer`,
      body,
      'unavailable',
    ]),
  ];
  for (const [what, body, answer] of bodies) {
    it(`takes ${what}, and does not ask again`, async () => {
      answers(200, body);
      assert.deepEqual(await find(), answer);
      assert.equal(requests(), 1);
      assert.equal(lines.length, answer === 'unavailable' ? 1 : 0);
    });
  }

  describe('retries', () => {
    for (const [what, fails] of [
      ['a 5xx', () => answers(503)],
      ['a network error', breaksOff],
    ] as const) {
      it(`asks a second time after ${what}`, async () => {
        fails();
        answers(200, MOSCOW_BODY);
        assert.deepEqual(await find(), MOSCOW);
      });
    }

    it('never asks a third time', async () => {
      answers(503);
      answers(502);
      assert.equal(await find(), 'unavailable');
      assert.deepEqual(lines, [['ipapi.co gave no usable answer', { status: 502 }]]);
      assert.equal(requests(), 2);
    });

    for (const status of [301, 400, 401, 403, 404, 429]) {
      it(`does not ask again after ${status}`, async () => {
        answers(status);
        assert.equal(await find(), 'unavailable');
        assert.equal(requests(), 1);
      });
    }

    it('logs the code of a network error, not its message', async () => {
      for (const query of [{ key: KEY }, { key: KEY }]) breaksOff({ query });
      await find({ apiKey: KEY });
      assert.deepEqual(lines, [['ipapi.co gave no usable answer', { failure: 'UND_ERR_SOCKET' }]]);
    });
  });

  describe('the pause', () => {
    const limited = (retryAfter: string | null) => {
      const headers = retryAfter === null ? {} : { 'retry-after': retryAfter };
      intercept().reply(429, { error: true, reason: 'RateLimited' }, { headers });
    };
    const inMinutes = (minutes: number) => new Date(START + minutes * 60_000).toUTCString();

    const pauses: [retryAfter: string | null, minutes: number][] = [
      ['120', 2],
      [inMinutes(10), 10],
      ['0', 1],
      ['5', 1],
      [inMinutes(-60), 1],
      ['86400', 60],
      [inMinutes(60 * 24 * 365), 60],
      [null, 5],
      ['', 5],
      ['soon', 5],
    ];
    for (const [retryAfter, minutes] of pauses) {
      it(`lasts ${minutes} min after a 429 with Retry-After ${JSON.stringify(retryAfter)}`, async () => {
        const locator = locatorOf({ dispatcher: agent });
        limited(retryAfter);
        assert.equal(await locator.find(IP), 'unavailable');
        time += minutes * 60_000 - 1;
        assert.equal(await locator.find(IP), 'unavailable');
        assert.equal(requests(), 1);
        answers(200, MOSCOW_BODY);
        time += 1;
        assert.deepEqual(await locator.find(IP), MOSCOW);
        assert.deepEqual(lines, [
          ['ipapi.co limits our rate and is not asked for a while', { pauseSeconds: minutes * 60 }],
        ]);
      });
    }

    it('is not made shorter by another answer that was under way', async () => {
      const locator = locatorOf({ dispatcher: agent });
      limited('1800');
      limited('60');
      await Promise.all([locator.find(IP), locator.find(IP)]);
      time += 1_800_000 - 1;
      assert.equal(await locator.find(IP), 'unavailable');
      assert.equal(requests(), 2);
    });

    it('comes too when the rate limit is told with status 200', async () => {
      const locator = locatorOf({ dispatcher: agent });
      answers(200, { error: true, reason: 'RateLimited' });
      assert.equal(await locator.find(IP), 'unavailable');
      assert.equal(await locator.find(IP), 'unavailable');
      assert.equal(requests(), 1);
    });

    for (const status of [401, 403]) {
      it(`lasts an hour after ${status}, which is logged once`, async () => {
        const locator = locatorOf({ dispatcher: agent, apiKey: KEY });
        intercept({ query: { key: KEY } }).reply(status);
        await locator.find(IP);
        time += 3_600_000 - 1;
        await locator.find(IP);
        assert.equal(requests(), 1);
        intercept({ query: { key: KEY } }).reply(status);
        time += 1;
        await locator.find(IP);
        assert.equal(requests(), 2);
        assert.deepEqual(lines, [
          [
            'ipapi.co REFUSES IPAPI_KEY: check the key. Places come from the next provider until this is solved.',
            { status },
          ],
        ]);
      });
    }

    it('comes after five failures in a row, and at the first failure after that', async () => {
      const locator = locatorOf({ dispatcher: agent });
      for (const failures of [5, 1]) {
        const before = requests() ?? 0;
        for (let made = 0; made < failures; made += 1) {
          answers(404);
          await locator.find(IP);
        }
        assert.equal(await locator.find(IP), 'unavailable');
        assert.equal(requests(), before + failures);
        time += 30_000;
      }
      answers(200, MOSCOW_BODY);
      assert.deepEqual(await locator.find(IP), MOSCOW);
    });

    it('counts only failures in a row', async () => {
      const locator = locatorOf({ dispatcher: agent });
      for (const status of [404, 404, 404, 404, 200, 404, 404]) {
        answers(status, status === 200 ? MOSCOW_BODY : '');
        await locator.find(IP);
      }
      assert.equal(requests(), 7);
    });

    it('does not come from addresses that are unknown', async () => {
      const locator = locatorOf({ dispatcher: agent });
      for (let i = 0; i < 6; i += 1) {
        answers(200, { error: true, reason: 'Invalid IP Address' });
        assert.equal(await locator.find(IP), 'unknown');
      }
    });
  });
});

describe('ipapiLocator against a server that misbehaves', () => {
  /** Runs `use` with a dispatcher that takes every request to a local server instead of ipapi.co. */
  async function withServer(
    listener: RequestListener,
    use: (dispatcher: Dispatcher.ComposedDispatcher) => Promise<void>,
  ): Promise<void> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const agent = new Agent();
    try {
      await use(
        agent.compose(
          (dispatch) => (options, handler) => dispatch({ ...options, origin }, handler),
        ),
      );
    } finally {
      await agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  const stalls: [title: string, listener: RequestListener][] = [
    ['never answers', () => undefined],
    ['never ends its answer', (_request, response) => void response.write('{"city":')],
  ];
  for (const [title, listener] of stalls) {
    it(`gives up at the time limit, twice, on one that ${title}`, async () => {
      let tries = 0;
      await withServer(listener, async (dispatcher) => {
        // Counted here: on a busy machine the time may be up before the server has the request.
        const counting = dispatcher.compose((dispatch) => (options, handler) => {
          tries += 1;
          return dispatch(options, handler);
        });
        const locator = locatorOf({ dispatcher: counting, timeoutMs: 50 });
        assert.equal(await locator.find(IP), 'unavailable');
      });
      assert.equal(tries, 2);
      assert.deepEqual(lines, [['ipapi.co gave no usable answer', { failure: 'TimeoutError' }]]);
    });
  }

  it('frees the connection of an answer it does not read', async () => {
    const connections = new Set<unknown>();
    await withServer(
      (request, response) => {
        connections.add(request.socket);
        response.writeHead(404).end('x'.repeat(100_000));
      },
      async (dispatcher) => {
        for (let i = 0; i < 10; i += 1) await locatorOf({ dispatcher }).find(IP);
      },
    );
    // Two at most: undici opens a second while the first is just being freed.
    assert.ok(connections.size <= 2, `${connections.size} connections`);
  });

  it('stops reading an answer that is too large', async () => {
    let sent = 0;
    let requests = 0;
    await withServer(
      (_request, response) => {
        requests += 1;
        const chunk = Buffer.alloc(65_536, ' ');
        const send = (): void => {
          while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        };
        response.on('drain', send);
        send();
      },
      async (dispatcher) => {
        assert.equal(await locatorOf({ dispatcher, timeoutMs: 5000 }).find(IP), 'unavailable');
      },
    );
    assert.equal(requests, 1);
    assert.ok(sent < 50_000_000, `${sent} bytes sent`);
    assert.deepEqual(lines, [
      ['ipapi.co gave no usable answer', { status: 200, failure: 'malformed body' }],
    ]);
  });
});
