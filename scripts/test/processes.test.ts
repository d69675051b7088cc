import assert from 'node:assert/strict';
import { descendantsOf, listProcesses, parsePsLine, parseStat } from '../stack/processes.ts';

describe('parseStat', () => {
  it('is not misled by a program name with blanks and parentheses', () => {
    const rest = `S 10 20 ${'0 '.repeat(16)}777 0 0`;
    assert.deepEqual(parseStat(`30 (a) b (c) ${rest}`), {
      pid: 30,
      parent: 10,
      group: 20,
      startedAt: '777',
    });
  });
});

describe('parsePsLine', () => {
  it('keeps the whole start time', () => {
    assert.deepEqual(parsePsLine('   30    10    20 Mon Nov 23 13:54:50 2026    '), {
      pid: 30,
      parent: 10,
      group: 20,
      startedAt: 'Mon Nov 23 13:54:50 2026',
    });
  });
});

describe('descendantsOf', () => {
  it('finds children and their children, and no one else', () => {
    const row = (pid: number, parent: number) => ({ pid, parent, group: 0, startedAt: '' });
    const rows = [row(1, 0), row(2, 1), row(3, 2), row(4, 1), row(5, 9)];
    const found = descendantsOf(1, rows).map(({ pid }) => pid);
    assert.deepEqual(found.toSorted(), [2, 3, 4]);
  });
});

describe('listProcesses', () => {
  it('lists this process under its parent', () => {
    const self = listProcesses().find(({ pid }) => pid === process.pid);
    assert.equal(self?.parent, process.ppid);
  });
});
