import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { answeredInTime, DeadlineError, withDeadline } from '../src/deadline.ts';
import { SessionError } from '../src/errors.ts';

const never = new Promise<never>(() => {});

describe('a deadline', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('gives what the work comes to', async () => {
    assert.equal(await withDeadline(10, Promise.resolve('done')), 'done');
    await assert.rejects(withDeadline(10, Promise.reject(new Error('no'))), /no/);
  });

  it('gives up on work that takes longer, and not a moment earlier', async () => {
    let isOver = false;
    const waiting = withDeadline(1000, never).finally(() => (isOver = true));
    waiting.catch(() => {});
    mock.timers.tick(999);
    await Promise.resolve();
    assert.equal(isOver, false);
    mock.timers.tick(1);
    await assert.rejects(waiting, DeadlineError);
  });

  it('answers a whole call within ten seconds: unavailable, and when to try again', async () => {
    const answer = answeredInTime(never);
    answer.catch(() => {});
    mock.timers.tick(9999);
    await assert.rejects(answer, (error) => {
      assert.ok(error instanceof SessionError);
      assert.equal(error.status, 503);
      assert.deepEqual([error.reason, error.details], ['unavailable', { retryAfterSeconds: 5 }]);
      return true;
    });
  });
});
