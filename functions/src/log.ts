// Cloud Logging's structured log, as the services see it. Errors carry the stack of where they were
// logged, by which Error Reporting groups them.
import { info, warn, write } from 'firebase-functions/logger';
import type { Log } from './services.ts';

export const log: Log = {
  info: (message, fields = {}) => info(message, fields),
  warn: (message, fields = {}) => warn(message, fields),
  error: (message, fields = {}) => {
    const here = new Error(message);
    Error.captureStackTrace(here, log.error);
    write({ ...fields, severity: 'ERROR', message: here.stack });
  },
};
