import assert from 'node:assert/strict';
import { makeCircuitBreaker } from '../../src/clients/circuitBreaker.ts';

describe('makeCircuitBreaker', () => {
  let time = 0;
  const make = () =>
    makeCircuitBreaker({ now: () => new Date(time), failuresAllowed: 2, pauseMs: 1000 });

  it('opens for as long as it is told', () => {
    const breaker = make();
    assert.equal(breaker.isOpen(), false);
    breaker.openFor(500);
    time += 499;
    assert.equal(breaker.isOpen(), true);
    time += 1;
    assert.equal(breaker.isOpen(), false);
  });

  it('does not let a shorter pause end a longer one', () => {
    const breaker = make();
    breaker.openFor(500);
    breaker.openFor(1);
    time += 499;
    assert.equal(breaker.isOpen(), true);
  });

  it('opens after more failures in a row than are allowed', () => {
    const breaker = make();
    breaker.failed();
    breaker.failed();
    assert.equal(breaker.isOpen(), false);
    breaker.failed();
    assert.equal(breaker.isOpen(), true);
  });

  it('counts only failures in a row', () => {
    const breaker = make();
    breaker.failed();
    breaker.failed();
    breaker.succeeded();
    breaker.failed();
    assert.equal(breaker.isOpen(), false);
  });

  it('opens again at the first failure after a pause', () => {
    const breaker = make();
    for (let i = 0; i < 3; i += 1) breaker.failed();
    time += 1000;
    assert.equal(breaker.isOpen(), false);
    breaker.failed();
    assert.equal(breaker.isOpen(), true);
  });
});
