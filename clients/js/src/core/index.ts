// The client without a platform: for React Native and other apps that bring their own transports.
export { makeSessionsClient } from './client.ts';
export type { Reauthentication, SessionsClient, Started } from './sessionsClient.ts';
export type * from './contract.ts';
export type { Ended, EndedListener } from './ending.ts';
export type { EndsSoon } from './keepAlive.ts';
export { findFunctionUrls, type FunctionUrls, type FunctionUrlsOptions } from './functionUrls.ts';
export type { After } from './limit.ts';
export { pageLocks, platformLocks, type Locks } from './locks.ts';
export { sessionIdIn } from './options.ts';
export type {
  ClientOptions,
  DeviceChanges,
  DeviceDescription,
  HttpAnswer,
  Identity,
  Transports,
} from './options.ts';
export type { PushData, PushOutcome } from './pushes.ts';
export { Refusal, refusalIn } from './refusal.ts';
export { memoryStorage, type Storage } from './storage.ts';
export type { Visibility } from './visibility.ts';
export type { Waiting } from './waiting.ts';
