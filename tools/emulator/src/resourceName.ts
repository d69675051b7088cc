// Resource names: `projects/{project}/databases/{database}/documents/{path}`.
import { status } from '@grpc/grpc-js';
import { RpcError } from './rpcError.ts';

export const defaultDatabase = '(default)';

const namePattern = /^projects\/([^/]+)\/databases\/([^/]+)(?:\/documents(?:\/(.*))?)?$/s;

/**
 * The project of a name that a request carries (a database, a parent or a document).
 * @throws {RpcError} INVALID_ARGUMENT for what is no name, NOT_FOUND for a database other than `(default)`.
 */
export function projectOf(name: string | null | undefined): string {
  const [, project, database] = requireName(name);
  if (database !== defaultDatabase) {
    throw new RpcError(
      status.NOT_FOUND,
      `The embedded Firestore has the database ${defaultDatabase} only, not ${database}.`,
    );
  }
  return project!;
}

/** The path below `documents`, empty for the root. @throws {RpcError} INVALID_ARGUMENT for what is no name. */
export function pathOf(name: string | null | undefined): string {
  return requireName(name)[3] ?? '';
}

/** As `pathOf`, for the name of a document. @throws {RpcError} INVALID_ARGUMENT for any other name. */
export function documentPathOf(name: string | null | undefined): string {
  const path = pathOf(name);
  const segments = path.split('/');
  if (segments.length % 2 !== 0 || segments.includes('')) {
    throw new RpcError(status.INVALID_ARGUMENT, `"${name}" is not the name of a document.`);
  }
  return path;
}

export function databaseName(project: string): string {
  return `projects/${project}/databases/${defaultDatabase}`;
}

export function documentName(project: string, path: string): string {
  return `${databaseName(project)}/documents/${path}`;
}

function requireName(name: string | null | undefined): RegExpExecArray {
  const match = namePattern.exec(name ?? '');
  if (!match) throw new RpcError(status.INVALID_ARGUMENT, `"${name}" is not a resource name.`);
  return match;
}
