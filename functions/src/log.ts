// Cloud Logging's structured log, as the services see it.
import { error, info, warn } from 'firebase-functions/logger';
import type { Log } from './services.ts';

export const log: Log = {
  info: (message, fields = {}) => info(message, fields),
  warn: (message, fields = {}) => warn(message, fields),
  error: (message, fields = {}) => error(message, fields),
};
