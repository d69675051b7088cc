// Follows a log file that another program writes, from its present end on.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const lookMilliseconds = 250;

/** Hands over each whole line once it is written. Returns how to stop, which reads what is there first. */
export function followLog(file: string, listener: (line: string) => void): () => void {
  const descriptor = openSync(file, 'r');
  let position = fstatSync(descriptor).size;
  // As bytes: a read may end inside a letter.
  let rest = Buffer.alloc(0);
  const look = (): void => {
    const size = fstatSync(descriptor).size - position;
    if (size <= 0) return;
    const bytes = Buffer.alloc(size);
    position += readSync(descriptor, bytes, 0, size, position);
    const all = Buffer.concat([rest, bytes]);
    const end = all.lastIndexOf('\n') + 1;
    rest = all.subarray(end);
    for (const line of all.toString('utf8', 0, end).split('\n')) if (line !== '') listener(line);
  };
  const timer = setInterval(look, lookMilliseconds);
  let isOpen = true;
  return () => {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(timer);
    look();
    closeSync(descriptor);
  };
}
