// Which documents of a collection have a field with a given value, so that a query for one user's documents
// costs the same however many others there are. A field is indexed when a query first asks for it.
import type { QueryClaim } from './claims.ts';
import type { WireDocument, WireFields, WireValue } from './wire.ts';

/** A document before and after a commit; absent where it did not exist. */
export interface IndexedChange {
  path: string;
  before: WireDocument | undefined;
  after: WireDocument | undefined;
}

export interface EqualityIndex {
  /** The only documents that can match, or undefined where all have to be looked at. */
  candidates(query: QueryClaim): ReadonlySet<string> | undefined;
  update(change: IndexedChange): void;
  clear(): void;
}

type FieldIndex = Map<string, Set<string>>;

interface Entry {
  path: string;
  fields: WireFields;
}

const none: ReadonlySet<string> = new Set();

/** @param listCollection all documents of a collection, for the first look at a field */
export function createEqualityIndex(listCollection: (path: string) => Entry[]): EqualityIndex {
  const collections = new Map<string, Map<string, FieldIndex>>();

  function indexOf(collection: string, field: string): FieldIndex {
    const fields = collections.get(collection) ?? new Map<string, FieldIndex>();
    collections.set(collection, fields);
    let index = fields.get(field);
    if (!index) {
      index = new Map();
      fields.set(field, index);
      for (const entry of listCollection(collection)) add(index, entry, field);
    }
    return index;
  }

  return {
    candidates({ parent, collectionId, allDescendants, equalities }) {
      if (!collectionId || allDescendants) return undefined;
      const collection = parent ? `${parent}/${collectionId}` : collectionId;
      let fewest: ReadonlySet<string> | undefined;
      for (const [field, value] of equalities) {
        const key = keyOf(value);
        if (key === undefined) continue;
        const found = indexOf(collection, field).get(key) ?? none;
        if (!fewest || found.size < fewest.size) fewest = found;
      }
      return fewest;
    },
    update({ path, before, after }) {
      const collection = path.slice(0, path.lastIndexOf('/'));
      for (const [field, index] of collections.get(collection) ?? []) {
        if (before) remove(index, { path, fields: before.fields ?? {} }, field);
        if (after) add(index, { path, fields: after.fields ?? {} }, field);
      }
    },
    clear: () => collections.clear(),
  };
}

function add(index: FieldIndex, { path, fields }: Entry, field: string): void {
  const key = keyOf(fields[field]);
  if (key === undefined) return;
  const paths = index.get(key) ?? new Set();
  index.set(key, paths.add(path));
}

function remove(index: FieldIndex, { path, fields }: Entry, field: string): void {
  const key = keyOf(fields[field]);
  const paths = key === undefined ? undefined : index.get(key);
  paths?.delete(path);
  if (paths?.size === 0) index.delete(key!);
}

const indexed = ['stringValue', 'booleanValue', 'referenceValue', 'integerValue'] as const;

function keyOf(value: WireValue | undefined): string | undefined {
  const type = value && indexed.find((name) => value[name] != null);
  return type && `${type}:${String(value[type])}`;
}
