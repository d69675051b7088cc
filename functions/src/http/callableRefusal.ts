// A refusal as the Firebase SDKs read it: code, message, and `details = {reason, …}`.
import { HttpsError } from 'firebase-functions/v2/https';
import type { SessionError } from '../errors.ts';

export function toHttpsError(error: SessionError): HttpsError {
  return new HttpsError(error.code, error.message, { reason: error.reason, ...error.details });
}

/** The body of a refusal, as the protocol of callable functions has it. */
export interface CallableRefusal {
  error: { status: string; message: string; details?: unknown };
}

export function toCallableRefusal(error: SessionError): CallableRefusal {
  return { error: toHttpsError(error).toJSON() };
}
