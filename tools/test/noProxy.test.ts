import { deepEqual } from 'node:assert/strict';
import { reachThisMachineDirectly } from '../stack/noProxy.ts';

describe('a proxy of the developer', () => {
  for (const [before, after] of [
    [undefined, '127.0.0.1,localhost,::1'],
    ['', '127.0.0.1,localhost,::1'],
    ['.example.com, 10.0.0.1', '.example.com,10.0.0.1,127.0.0.1,localhost,::1'],
    ['localhost', 'localhost,127.0.0.1,::1'],
  ] as const) {
    it(`is not asked for this machine, where NO_PROXY is ${JSON.stringify(before)}`, () => {
      const env: NodeJS.ProcessEnv = { http_proxy: 'http://proxy:3128', NO_PROXY: before };
      reachThisMachineDirectly(env);
      deepEqual(env, {
        ...{ http_proxy: 'http://proxy:3128', NO_PROXY: after },
        no_proxy: '127.0.0.1,localhost,::1',
      });
    });
  }
});
