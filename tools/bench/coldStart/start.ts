// One cold start: a function in Google's functions framework, as in production, from the start of the
// process to the end of its first answer.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../../process/paths.ts';
import { findFreePorts, host } from '../../stack/ports.ts';

const framework = join(
  root,
  'tools/rehearsals/packages/node_modules/@google-cloud/functions-framework/build/src/main.js',
);
const patienceMs = 30_000;

export interface Program {
  /** What is deployed: a folder with package.json and node_modules. */
  folder: string;
  entryPoint: string;
  signature: 'http' | 'cloudevent';
  env: Record<string, string>;
  method: 'GET' | 'POST';
  authorization?: string;
  /** The status that the answer must have. */
  expected: number;
}

export interface Start {
  milliseconds: number;
  /** Resident memory after the answer; null where the system does not tell. */
  megabytes: number | null;
}

/** Throws what the function said where it does not answer as expected. */
export async function start(program: Program): Promise<Start> {
  const [port = 0] = await findFreePorts(1);
  const started = performance.now();
  const child = spawn(process.execPath, [framework], {
    cwd: program.folder,
    env: {
      PATH: process.env['PATH'],
      ...program.env,
      PORT: String(port),
      FUNCTION_TARGET: program.entryPoint,
      FUNCTION_SIGNATURE_TYPE: program.signature,
      K_SERVICE: program.entryPoint,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  try {
    let status: number | null = null;
    while (status === null && child.exitCode === null) {
      if (performance.now() - started > patienceMs) break;
      status = await statusOf(port, program);
      if (status === null) await pause(2);
    }
    const milliseconds = performance.now() - started;
    const megabytes = memoryOf(child.pid);
    child.kill();
    if (status !== program.expected) {
      const said = (await output).join('\n');
      throw new Error(`${program.entryPoint}: ${status}, not ${program.expected}\n${said}`);
    }
    return { milliseconds, megabytes };
  } finally {
    child.kill();
    await ended;
  }
}

/** null while nothing listens. */
async function statusOf(port: number, program: Program): Promise<number | null> {
  const { method, authorization } = program;
  const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
  const call = request({ host, port, method, headers, agent: false });
  call.end(method === 'POST' ? '{"data":{}}' : undefined);
  try {
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    await text(response);
    return response.statusCode ?? 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return null;
    throw error;
  }
}

/** Linux writes it under /proc. */
function memoryOf(pid: number | undefined): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  } catch {
    return null;
  }
}
