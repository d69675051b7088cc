// The gRPC service google.firestore.v1.Firestore. Every call passes the same gate: the credential, then the
// count, then the project's database; what is not served here answers UNIMPLEMENTED by its name.
import { createRequire } from 'node:module';
import * as grpc from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { isOwner, ownerOnly } from './credential.ts';
import type { Database, Databases } from './database.ts';
import { projectOf } from './resourceName.ts';
import { RpcError, toRpcError } from './rpcError.ts';
import { listCollectionIds, listDocuments } from './rpcs/listing.ts';
import {
  openListenSession,
  refuseTargets,
  type ListenCall,
  type ListenSession,
} from './rpcs/listen.ts';
import { batchGetDocuments, runAggregationQuery, runQuery } from './rpcs/reads.ts';
import { beginTransaction, rollback } from './rpcs/transactions.ts';
import { batchWrite, commit } from './rpcs/writes.ts';
import type { Statistics } from './statistics.ts';
import type { ListenRequest } from './wire.ts';

const maxMessageBytes = 32 * 1024 * 1024;

interface Gate {
  /** Counts a call and lets it in. @throws {RpcError} PERMISSION_DENIED for any credential but the owner's. */
  admit(name: string, metadata: grpc.Metadata): void;
  /** The database that a request is for, named in its `database` or `parent`. */
  open(request: object): Promise<Database>;
}

type Rpc<Request, Response> = (
  database: Database,
  request: Request,
  connection: string,
) => Promise<Response>;

type Handler = (name: string, gate: Gate) => grpc.UntypedHandleCall;

const handlers: Record<string, Handler> = {
  BatchGetDocuments: streamed(batchGetDocuments),
  BatchWrite: unary(batchWrite),
  BeginTransaction: unary(beginTransaction),
  Commit: unary(commit),
  ListCollectionIds: unary(listCollectionIds),
  ListDocuments: unary(listDocuments),
  Listen: listen,
  Rollback: unary(rollback),
  RunAggregationQuery: streamed(runAggregationQuery),
  RunQuery: streamed(runQuery),
};

export function createGrpcServer(databases: Databases, statistics: Statistics): grpc.Server {
  const gate: Gate = {
    admit(name, metadata) {
      if (!isOwner(metadata.get('authorization')[0]?.toString())) {
        throw new RpcError(grpc.status.PERMISSION_DENIED, ownerOnly);
      }
      statistics.countRpc(name);
    },
    async open(request) {
      const { database, parent } = request as { database?: string; parent?: string };
      return databases.open(projectOf(database ?? parent));
    },
  };
  const service = loadService();
  const implementation: grpc.UntypedServiceImplementation = {};
  for (const name of Object.keys(service)) {
    implementation[name] = (handlers[name] ?? unimplemented)(name, gate);
  }
  const server = new grpc.Server({ 'grpc.max_receive_message_length': maxMessageBytes });
  server.addService(service, implementation);
  return server;
}

function unary<Request extends object, Response>(run: Rpc<Request, Response>): Handler {
  return (name, gate): grpc.handleUnaryCall<Request, Response> =>
    (call, callback) => {
      const answer = async (): Promise<Response> => {
        gate.admit(name, call.metadata);
        return run(await gate.open(call.request), call.request, call.getPeer());
      };
      answer().then(
        (response) => callback(null, response),
        (error: unknown) => callback(toRpcError(error)),
      );
    };
}

function streamed<Request extends object, Response>(run: Rpc<Request, Response[]>): Handler {
  return (name, gate): grpc.handleServerStreamingCall<Request, Response> =>
    (call) => {
      // Google's client repeats a stream that fails before it has begun, seconds later; beginning it at
      // once lets the client see the error at once.
      call.sendMetadata(new grpc.Metadata());
      const answer = async (): Promise<void> => {
        gate.admit(name, call.metadata);
        const responses = await run(await gate.open(call.request), call.request, call.getPeer());
        for (const response of responses) call.write(response);
        call.end();
      };
      answer().catch((error: unknown) => call.emit('error', toRpcError(error)));
    };
}

function listen(name: string, gate: Gate): (call: ListenCall) => void {
  return (call) => {
    const fail = (error: unknown): void => void call.emit('error', toRpcError(error));
    try {
      gate.admit(name, call.metadata);
    } catch (error) {
      refuseTargets(call, toRpcError(error));
      return;
    }
    let session: Promise<ListenSession> | undefined;
    call.on('data', (request: ListenRequest) => {
      session ??= gate.open(request).then((database) => openListenSession(database, call, fail));
      session.then(({ handle }) => handle(request)).catch(fail);
    });
    const close = (): void => void session?.then((opened) => opened.close()).catch(fail);
    call.on('end', () => {
      close();
      call.end();
    });
    call.on('cancelled', close);
  };
}

function unimplemented(name: string, gate: Gate): grpc.UntypedHandleCall {
  return (
    call: { metadata: grpc.Metadata; emit(event: 'error', error: Error): boolean },
    callback?: grpc.sendUnaryData<unknown>,
  ) => {
    let error = new RpcError(
      grpc.status.UNIMPLEMENTED,
      `The embedded Firestore does not implement ${name}.`,
    );
    try {
      gate.admit(name, call.metadata);
    } catch (refusal) {
      error = toRpcError(refusal);
    }
    if (callback) callback(error);
    else call.emit('error', error);
  };
}

function loadService(): grpc.ServiceDefinition {
  // The protocol's description comes with the Admin SDK, which brings its own @google-cloud/firestore.
  const admin = createRequire(import.meta.url).resolve('firebase-admin');
  const json = createRequire(admin)('@google-cloud/firestore/build/protos/v1.json') as object;
  const types = fromJSON(json, { longs: String, enums: String, oneofs: true });
  return types['google.firestore.v1.Firestore'] as grpc.ServiceDefinition;
}
