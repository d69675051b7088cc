// The ports of a stack: firebase.json's, or free ones; and whether they can be had.
import { connect, createServer, type Server } from 'node:net';
import { CommandError } from '../command.ts';

export const host = '127.0.0.1';

/** What listens on a port of its own, by its name in firebase.json. */
export const emulatorNames = [
  'auth',
  'functions',
  'firestore',
  'tasks',
  'eventarc',
  'hub',
  'logging',
] as const;

export type EmulatorName = (typeof emulatorNames)[number];
export type Ports = Record<EmulatorName, number>;

interface EmulatorConfig {
  host?: string;
  port?: number;
  websocketPort?: number;
  enabled?: boolean;
}

/** The part of firebase.json that the commands read. */
export interface FirebaseConfig {
  emulators: Record<string, EmulatorConfig>;
}

/** The fixed ports of a firebase.json. */
export function fixedPorts(config: FirebaseConfig): Ports {
  const entries = emulatorNames.map((name) => [name, config.emulators[name]?.port]);
  return Object.fromEntries(entries) as Ports;
}

/** As many ports as asked for that nothing listens on now. */
export async function findFreePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => (server?.address() as { port: number }).port);
  await Promise.all(servers.map((server) => close(server)));
  return ports;
}

/** Throws the sentence of portsTakenMessage if something listens on one of the ports. */
export async function requireFree(ports: Ports): Promise<void> {
  const taken: EmulatorName[] = [];
  for (const name of emulatorNames) {
    if (!(await isFree(ports[name]))) taken.push(name);
  }
  if (taken.length > 0) throw new CommandError(portsTakenMessage(taken, ports));
}

/** One sentence: which ports are in use, for what they are wanted, and what to do. */
export function portsTakenMessage(taken: EmulatorName[], ports: Ports): string {
  const list = taken.map((name) => `${ports[name]} (${name})`).join(', ');
  const subject = taken.length === 1 ? `Port ${list} is` : `Ports ${list} are`;
  return `${subject} in use: stop the program there (another npm start?), or add --free-ports.`;
}

/** Whether nothing listens on the port. */
export async function isFree(port: number): Promise<boolean> {
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
