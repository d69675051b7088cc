import { deepEqual } from 'node:assert/strict';
import { mock } from 'node:test';
import { limitMilliseconds } from '../../clients/js/src/core/limit.ts';
import { patiently } from '../src/environment.ts';

describe('in the emulator', () => {
  before(() => mock.timers.enable({ apis: ['setTimeout'] }));
  after(() => mock.timers.reset());

  it('an answer may take longer, and what is planned comes at its time', () => {
    const ran: string[] = [];
    patiently(limitMilliseconds, () => ran.push('limit'));
    patiently(60_000 - 1, () => ran.push('planned'));
    patiently(1, () => ran.push('called off'))();
    mock.timers.tick(60_000 - 1);
    deepEqual(ran, ['planned']);
    mock.timers.tick(1);
    deepEqual(ran, ['planned', 'limit']);
  });
});
