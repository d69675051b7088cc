// What a transaction has read or is about to write, and which two of these can not be held at once by two
// transactions. Documents are claimed exclusively at the first read, so that transactions that read and
// then write one document wait for each other instead of failing each other. A query claims every document
// that its equality filters let match, now or after a write, so that no matching document can appear,
// change or go while the transaction runs. Other filters are not looked at: a claim may be too wide,
// never too narrow.
import type { StructuredQuery, WireFields, WireValue, WireWrite } from './wire.ts';

export interface DocumentClaim {
  kind: 'document';
  path: string;
  /** The write that is to be applied, where there is one. */
  write?: WireWrite;
}

export interface QueryClaim {
  kind: 'query';
  /** The document below which is searched, empty for the root. */
  parent: string;
  /** Undefined searches every collection. */
  collectionId: string | undefined;
  allDescendants: boolean;
  /** Fields that a matching document has with exactly this value. */
  equalities: Map<string, WireValue>;
}

export type Claim = DocumentClaim | QueryClaim;

/** The stored fields of a document, or undefined where it does not exist. */
export type FindFields = (path: string) => WireFields | undefined;

export function toQueryClaim(parent: string, query: StructuredQuery): QueryClaim {
  const from = query.from?.[0];
  return {
    kind: 'query',
    parent,
    collectionId: from?.collectionId || undefined,
    allDescendants: from?.allDescendants === true,
    equalities: equalitiesOf(query.where),
  };
}

export function conflicts(a: Claim, b: Claim, findFields: FindFields): boolean {
  if (a.kind === 'document' && b.kind === 'document') return a.path === b.path;
  if (a.kind === 'query' && b.kind === 'query') return overlap(a, b);
  return a.kind === 'query'
    ? mayMatch(a, b as DocumentClaim, findFields)
    : mayMatch(b as QueryClaim, a, findFields);
}

function overlap(a: QueryClaim, b: QueryClaim): boolean {
  if (a.collectionId && b.collectionId && a.collectionId !== b.collectionId) return false;
  if (!a.allDescendants && !b.allDescendants && a.parent !== b.parent) return false;
  for (const [field, value] of a.equalities) {
    const other = b.equalities.get(field);
    if (other && surelyDiffer(value, other)) return false;
  }
  return true;
}

function mayMatch(query: QueryClaim, document: DocumentClaim, findFields: FindFields): boolean {
  if (!isInScope(query, document.path)) return false;
  const before = findFields(document.path);
  if (before && equalitiesHold(query, (field) => before[field])) return true;
  const { write } = document;
  return (
    write?.update != null && equalitiesHold(query, (field) => fieldAfter(write, before, field))
  );
}

function isInScope(query: QueryClaim, path: string): boolean {
  const segments = path.split('/');
  if (query.collectionId && segments.at(-2) !== query.collectionId) return false;
  const parent = segments.slice(0, -2).join('/');
  if (parent === query.parent) return true;
  return query.allDescendants && (query.parent === '' || parent.startsWith(`${query.parent}/`));
}

type FieldState = WireValue | 'unknown' | undefined;

function equalitiesHold(query: QueryClaim, stateOf: (field: string) => FieldState): boolean {
  for (const [field, wanted] of query.equalities) {
    const state = stateOf(field);
    if (state === 'unknown') continue;
    if (state === undefined || surelyDiffer(state, wanted)) return false;
  }
  return true;
}

function fieldAfter(write: WireWrite, before: WireFields | undefined, field: string): FieldState {
  const isBelow = (path: string | null | undefined): boolean =>
    path?.startsWith(`${field}.`) === true;
  const transformed = write.updateTransforms?.some(
    (t) => t.fieldPath === field || isBelow(t.fieldPath),
  );
  if (transformed) return 'unknown';
  const written = write.update?.fields?.[field];
  if (!write.updateMask) return written;
  const mask = write.updateMask.fieldPaths ?? [];
  if (mask.includes(field)) return written;
  return mask.some(isBelow) ? 'unknown' : before?.[field];
}

const plainField = /^[A-Za-z_][A-Za-z_0-9]*$/;

function equalitiesOf(filter: StructuredQuery['where']): Map<string, WireValue> {
  const equalities = new Map<string, WireValue>();
  if (filter?.compositeFilter?.op === 'AND') {
    for (const part of filter.compositeFilter.filters ?? []) {
      for (const [field, value] of equalitiesOf(part)) equalities.set(field, value);
    }
  }
  const field = filter?.fieldFilter?.field?.fieldPath;
  const value = filter?.fieldFilter?.value;
  if (filter?.fieldFilter?.op === 'EQUAL' && field && value && plainField.test(field)) {
    equalities.set(field, value);
  }
  return equalities;
}

const comparable = ['stringValue', 'booleanValue', 'referenceValue', 'integerValue'] as const;

/** True only for two plain values of one type that differ; any doubt counts as equal. */
function surelyDiffer(a: WireValue, b: WireValue): boolean {
  const type = comparable.find((name) => a[name] != null && b[name] != null);
  return type !== undefined && String(a[type]) !== String(b[type]);
}
