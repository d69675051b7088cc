import assert from 'node:assert/strict';
import { CommandError } from '../process/command.ts';
import { parseExecOptions, parseStackOptions, parseTestOptions } from '../stack/options.ts';

describe('parseStackOptions', () => {
  it('takes the embedded engine and the fixed ports by default', () => {
    assert.deepEqual(parseStackOptions([]), { engine: 'embedded', freePorts: false });
  });

  it('takes both options in any order', () => {
    const expected = { engine: 'official', freePorts: true };
    assert.deepEqual(parseStackOptions(['--official', '--free-ports']), expected);
    assert.deepEqual(parseStackOptions(['--free-ports', '--official']), expected);
  });

  it('refuses an option it does not know', () => {
    assert.throws(() => parseStackOptions(['--offical']), CommandError);
  });

  it('refuses a stray word', () => {
    assert.throws(() => parseStackOptions(['official']), CommandError);
  });
});

describe('parseExecOptions', () => {
  it('leaves the options of the command to the command', () => {
    assert.deepEqual(parseExecOptions(['--free-ports', 'mocha --official', '--grep', 'x']), {
      engine: 'embedded',
      freePorts: true,
      command: 'mocha --official --grep x',
    });
  });

  it('refuses to run nothing', () => {
    assert.throws(() => parseExecOptions(['--official']), /Say which command to run/);
  });
});

describe('parseTestOptions', () => {
  it('runs everything on the embedded engine by default', () => {
    assert.deepEqual(parseTestOptions([]), {
      engine: 'embedded',
      all: false,
      unit: false,
      stackOnly: false,
      grep: null,
    });
  });

  it('takes a pattern', () => {
    assert.equal(parseTestOptions(['--unit', '--grep', 'revokes']).grep, 'revokes');
  });
});
