// How the Admin SDK is told which function's queue is meant.
import type { FunctionScope } from 'firebase-admin/functions';

/**
 * By its deployed id. In a kit the SDK would else put the prefix itself, and give the task an ID token of
 * one hour, which ends before an erasure's task begins.
 */
export const byItsId: FunctionScope = { scope: 'global' };
