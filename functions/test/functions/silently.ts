// For work that logs: what it logs is kept off the terminal.

/** Runs the work alone in this process; returns what it resolves to, and all that it wrote. */
export async function silently<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; logged: string }> {
  let logged = '';
  const streams = [process.stdout, process.stderr];
  const writes = streams.map(({ write }) => write);
  for (const stream of streams) {
    stream.write = (text: string | Uint8Array) => {
      logged += String(text);
      return true;
    };
  }
  try {
    return { result: await work(), logged };
  } finally {
    for (const [index, stream] of streams.entries()) stream.write = writes[index]!;
  }
}
