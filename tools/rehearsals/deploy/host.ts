// Google's functions framework for one deployed function after the other, in one process, from the folder in
// which this runs. What a function has loaded stays, so all of them must have the same secrets.
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from '../../process/paths.ts';

const require = createRequire(import.meta.url);
const framework = join(
  root,
  'tools/rehearsals/packages/node_modules/@google-cloud/functions-framework/build/src',
);
const { getUserFunction } = require(`${framework}/loader.js`) as Loader;
const { parseOptions } = require(`${framework}/options.js`) as Options;
const { getServer } = require(`${framework}/server.js`) as Servers;

let server: Server | undefined;

process.on('message', (env: Record<string, string>) => {
  void serve(env).then((port) => process.send!(port));
});

/** Resolves to the port; 0 where the function does not load, which the framework says. */
async function serve(env: Record<string, string>): Promise<number> {
  server?.closeAllConnections();
  server?.close();
  Object.assign(process.env, env);
  const options = parseOptions([], env);
  const loaded = await getUserFunction(process.cwd(), options.target, options.signatureType);
  if (!loaded) return 0;
  server = getServer(loaded.userFunction, { ...options, signatureType: loaded.signatureType });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

interface FrameworkOptions {
  target: string;
  signatureType: string;
}
interface Loader {
  getUserFunction(
    folder: string,
    target: string,
    signatureType: string,
  ): Promise<{ userFunction: unknown; signatureType: string } | null>;
}
interface Options {
  parseOptions(args: string[], env: Record<string, string>): FrameworkOptions;
}
interface Servers {
  getServer(userFunction: unknown, options: FrameworkOptions): Server;
}
