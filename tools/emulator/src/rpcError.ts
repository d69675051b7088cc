// An error that a client sees: a gRPC status code and a plain sentence.
import { status } from '@grpc/grpc-js';

export class RpcError extends Error {
  readonly code: status;

  constructor(code: status, message: string) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
  }
}

/** Any thrown thing as gRPC wants it; what carries no status of its own is INTERNAL. */
export function toRpcError(error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new RpcError(hasCode(error) ? error.code : status.INTERNAL, message);
}

function hasCode(error: unknown): error is { code: status } {
  return error instanceof Error && 'code' in error && typeof error.code === 'number';
}
