// The ports of a stack: firebase.json's, or free ones; and whether they can be had.
import { randomInt } from 'node:crypto';
import { connect, createServer, type Server } from 'node:net';
import { CommandError } from '../process/command.ts';

export const host = '127.0.0.1';

/** By the emulator's name in firebase.json. */
export type Ports = Record<string, number>;

interface EmulatorConfig {
  host?: string;
  port?: number;
  websocketPort?: number;
  enabled?: boolean;
}

/** The part of firebase.json that the commands read. */
export interface FirebaseConfig {
  emulators: Record<string, EmulatorConfig | boolean>;
}

/** Every port that a firebase.json names. */
export function portsOf({ emulators }: FirebaseConfig): Ports {
  const entries = Object.entries(emulators).flatMap(([name, emulator]) =>
    typeof emulator === 'object' && emulator.port ? [[name, emulator.port] as const] : [],
  );
  return Object.fromEntries(entries);
}

/**
 * As many ports as asked for that nothing listens on now. None is of those that a system gives to
 * clients, so none is taken before the stack listens on it.
 */
export async function findFreePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = randomInt(10_000, 32_768);
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

/** Throws the sentence of portsTakenMessage if something listens on one of the ports. */
export async function requireFree(ports: Ports): Promise<void> {
  const taken: string[] = [];
  for (const [name, port] of Object.entries(ports)) {
    if (!(await isFree(port))) taken.push(name);
  }
  if (taken.length > 0) throw new CommandError(portsTakenMessage(taken, ports));
}

/** One sentence: which ports are in use, for what they are wanted, and what to do. */
export function portsTakenMessage(taken: string[], ports: Ports): string {
  const list = taken.map((name) => `${ports[name]} (${name})`).join(', ');
  const subject = taken.length === 1 ? `Port ${list} is` : `Ports ${list} are`;
  return `${subject} in use: stop the program there (another npm start?), or add --free-ports.`;
}

async function isFree(port: number): Promise<boolean> {
  // On macOS one may listen on 127.0.0.1 beside a program that listens on every address.
  if (await answers(port)) return false;
  const server = await listen(port);
  await close(server);
  return server !== null;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.on('connect', () => resolve(socket.destroy() !== undefined));
    socket.on('error', () => resolve(false));
  });
}

function listen(port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(null));
    server.listen(port, host, () => resolve(server));
  });
}

function close(server: Server | null): Promise<void> {
  return new Promise((resolve) => {
    if (server) server.close(() => resolve());
    else resolve();
  });
}
