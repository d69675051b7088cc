// Listen. Each target gets an engine stream of its own, opened when the target is added: the engine tells a
// target only of what has happened since its stream began, and may hold back the word that a snapshot is
// complete while other documents go on changing. Here that word follows each batch of changes at once.
import type { Duplex } from 'node:stream';
import { status, type ServerDuplexStream } from '@grpc/grpc-js';
import type { Database } from '../database.ts';
import { toEngineQuery } from '../queryDialect.ts';
import { RpcError } from '../rpcError.ts';
import type { ListenRequest, ListenResponse } from '../wire.ts';

export type ListenCall = ServerDuplexStream<ListenRequest, ListenResponse>;

export interface ListenSession {
  /** Adds or removes a target. @throws {RpcError} for a request that does neither. */
  handle(request: ListenRequest): void;
  close(): void;
}

/** @param fail ends the call with an error of the engine */
export function openListenSession(
  { engine, statistics }: Database,
  call: ListenCall,
  fail: (error: unknown) => void,
): ListenSession {
  const targets = new Map<number, Duplex>();

  function forward(response: ListenResponse): void {
    const change = response.targetChange;
    if (change?.targetChangeType === 'NO_CHANGE') return;
    if (response.documentChange) statistics.countReads(1);
    call.write(response);
    if (change?.targetChangeType === 'CURRENT') {
      call.write({ targetChange: { targetChangeType: 'NO_CHANGE', readTime: change.readTime } });
    }
  }

  function add(targetId: number, request: ListenRequest): void {
    if (targets.has(targetId)) {
      throw new RpcError(status.INVALID_ARGUMENT, `Target ${targetId} is listened to already.`);
    }
    const stream = engine.listen();
    targets.set(targetId, stream);
    stream.on('data', forward);
    stream.on('error', fail);
    stream.write(toEngineRequest(request));
  }

  function remove(targetId: number): void {
    targets.get(targetId)?.destroy();
    targets.delete(targetId);
    call.write({ targetChange: { targetChangeType: 'REMOVE', targetIds: [targetId] } });
  }

  return {
    handle(request) {
      if (request.addTarget) add(request.addTarget.targetId ?? 0, request);
      else if (request.removeTarget) remove(request.removeTarget);
      else throw new RpcError(status.INVALID_ARGUMENT, 'Neither addTarget nor removeTarget.');
    },
    close() {
      for (const stream of targets.values()) stream.destroy();
      targets.clear();
    },
  };
}

/**
 * Refuses whatever a call asks to listen to. Clients take the end of the call itself for a bad connection,
 * and try again for ever; the removal of the target is what tells them.
 */
export function refuseTargets(call: ListenCall, { code, message }: RpcError): void {
  call.on('data', ({ addTarget }: ListenRequest) => {
    const targetIds = [addTarget?.targetId ?? 0];
    const cause = { code, message };
    if (addTarget) call.write({ targetChange: { targetChangeType: 'REMOVE', targetIds, cause } });
  });
  call.on('end', () => call.end());
}

function toEngineRequest(request: ListenRequest): ListenRequest {
  const query = request.addTarget?.query;
  if (!query?.structuredQuery) return request;
  const structuredQuery = toEngineQuery(query.structuredQuery);
  return { addTarget: { ...request.addTarget, query: { ...query, structuredQuery } } };
}
