// The embedded Firestore, put together: databases, the gRPC service and the REST endpoints on one port.
import { createServer as createHttpServer } from 'node:http';
import { ServerCredentials } from '@grpc/grpc-js';
import type { EmulatorOptions } from './arguments.ts';
import { createDatabases } from './database.ts';
import { createGrpcServer } from './grpcServer.ts';
import { createSharedPort } from './port.ts';
import { createRestHandler } from './rest.ts';
import { createStatistics } from './statistics.ts';
import { createDelivery } from './triggers/delivery.ts';
import { createTriggers } from './triggers/triggers.ts';

export interface Emulator {
  port: number;
  /** Ends all connections; undelivered events are lost. */
  close(): Promise<void>;
}

/** Resolves when the port answers. @throws {Error} with a sentence for the user where the port can't be had. */
export async function startEmulator(
  options: Pick<EmulatorOptions, 'host' | 'port' | 'functionsEmulator'>,
): Promise<Emulator> {
  const statistics = createStatistics();
  const triggers = createTriggers(createDelivery(options.functionsEmulator));
  const databases = createDatabases(statistics, triggers.dispatch);
  const grpcServer = createGrpcServer(databases, statistics);
  const injector = grpcServer.createConnectionInjector(ServerCredentials.createInsecure());
  const restServer = createHttpServer(createRestHandler(databases, triggers, statistics));
  const sharedPort = createSharedPort({
    http2: injector.injectConnection,
    http1: restServer,
    onHttp2Close: databases.dropConnection,
  });

  const port = await sharedPort.listen(options.port, options.host).catch((error: unknown) => {
    throw explain(error as NodeJS.ErrnoException, options);
  });
  return {
    port,
    async close() {
      grpcServer.forceShutdown();
      await sharedPort.close();
    },
  };
}

function explain(
  error: NodeJS.ErrnoException,
  { host, port }: { host: string; port: number },
): Error {
  if (error.code !== 'EADDRINUSE') return error;
  // The Firebase CLI looks for the words "address already in use".
  return new Error(
    `${host}:${port}: address already in use; stop what runs there or choose another port.`,
    { cause: error },
  );
}
