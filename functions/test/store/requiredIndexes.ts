// Which indexes a query needs of Firestore, told from the request that the SDK would send, and
// whether firestore.indexes.json has them. Emulators ask for none, so nothing else would notice.
import type { Query } from '@google-cloud/firestore';

type Order = 'ASCENDING' | 'DESCENDING';
type Scope = 'COLLECTION' | 'COLLECTION_GROUP';

/** firestore.indexes.json, as far as this project uses it. */
export interface IndexFile {
  indexes: CompositeIndex[];
  fieldOverrides: FieldOverride[];
}

export interface CompositeIndex {
  collectionGroup: string;
  queryScope: Scope;
  fields: IndexField[];
}

export interface IndexField {
  fieldPath: string;
  order?: Order;
  arrayConfig?: 'CONTAINS';
}

/** Replaces the single-field indexes that Firestore otherwise keeps of every field. */
export interface FieldOverride {
  collectionGroup: string;
  fieldPath: string;
  ttl?: boolean;
  indexes: { queryScope?: Scope; order?: Order; arrayConfig?: 'CONTAINS' }[];
}

/** What one disjunct of a query needs: the equalities first, in any order, then the ordered fields. */
export interface Need {
  collectionGroup: string;
  queryScope: Scope;
  equalities: IndexField[];
  ordered: Required<Pick<IndexField, 'fieldPath' | 'order'>>[];
}

interface Field {
  fieldPath: string;
}

type WireFilter =
  | { compositeFilter: { op: 'AND' | 'OR'; filters: WireFilter[] } }
  | { fieldFilter: { field: Field; op: string } }
  | { unaryFilter: { field: Field; op: string } };

interface StructuredQuery {
  from: [{ collectionId: string; allDescendants?: boolean }];
  where?: WireFilter;
  orderBy?: { field: Field; direction: Order }[];
}

type Condition = Field & { kind: 'equality' | 'contains' | 'range' };

/** Firestore runs at most 30 disjuncts, each from an index of its own. */
export function needsOf(query: Query): Need[] {
  const { from, where, orderBy = [] } = wireOf(query);
  const [{ collectionId, allDescendants }] = from;
  return disjunctsOf(where).map((conditions) => {
    const fixed = new Set(pathsOf(conditions, 'equality'));
    const orders = orderBy
      .map(({ field: { fieldPath }, direction }) => ({ fieldPath, order: direction }))
      .filter(({ fieldPath }) => !fixed.has(fieldPath) && fieldPath !== '__name__');
    const direction = orders.at(-1)?.order ?? 'ASCENDING';
    const ranges = pathsOf(conditions, 'range')
      .filter((path) => orders.every(({ fieldPath }) => fieldPath !== path))
      .toSorted();
    return {
      collectionGroup: collectionId,
      queryScope: allDescendants ? 'COLLECTION_GROUP' : 'COLLECTION',
      equalities: [
        ...[...fixed].map((fieldPath) => ({ fieldPath })),
        ...pathsOf(conditions, 'contains').map((fieldPath): IndexField => ({
          fieldPath,
          arrayConfig: 'CONTAINS',
        })),
      ],
      ordered: [...orders, ...ranges.map((fieldPath) => ({ fieldPath, order: direction }))],
    };
  });
}

/**
 * Whether a need is met: by a single-field index where one field is all, else by a composite one.
 * Firestore could also merge single-field indexes of several equalities; such a query reads past
 * every entry that fits only one of them, and grows with the user's history.
 */
export function isMet(need: Need, file: IndexFile): boolean {
  const fields = [...need.equalities, ...need.ordered];
  if (fields.length === 0) return true;
  if (fields.length === 1) return isSingleFieldIndexed(need, fields[0]!, file.fieldOverrides);
  return file.indexes.some((index) => serves(index, need));
}

/** Whether Firestore would read this need from this index. */
export function serves(index: CompositeIndex, need: Need): boolean {
  const count = need.equalities.length;
  const leading = index.fields.slice(0, count);
  const trailing = index.fields.slice(count);
  return (
    index.collectionGroup === need.collectionGroup &&
    index.queryScope === need.queryScope &&
    index.fields.length === count + need.ordered.length &&
    need.equalities.every(({ fieldPath, arrayConfig }) =>
      leading.some((one) => one.fieldPath === fieldPath && one.arrayConfig === arrayConfig),
    ) &&
    need.ordered.every(
      ({ fieldPath, order }, at) =>
        trailing[at]?.fieldPath === fieldPath && trailing[at].order === order,
    )
  );
}

/** Whether the field, or a map that it is in, has lost its single-field indexes. */
export function isExempt(
  collectionGroup: string,
  fieldPath: string,
  overrides: FieldOverride[],
): boolean {
  return overrideOf(collectionGroup, fieldPath, overrides)?.indexes.length === 0;
}

function isSingleFieldIndexed(need: Need, field: IndexField, overrides: FieldOverride[]): boolean {
  const override = overrideOf(need.collectionGroup, field.fieldPath, overrides);
  if (!override) return need.queryScope === 'COLLECTION';
  return override.indexes.some(
    ({ queryScope = 'COLLECTION', arrayConfig }) =>
      queryScope === need.queryScope && arrayConfig === field.arrayConfig,
  );
}

/** Fields of a map inherit what is said of the map. */
function overrideOf(
  collectionGroup: string,
  fieldPath: string,
  overrides: FieldOverride[],
): FieldOverride | undefined {
  return overrides.find(
    (one) =>
      one.collectionGroup === collectionGroup &&
      (fieldPath === one.fieldPath || fieldPath.startsWith(`${one.fieldPath}.`)),
  );
}

/** The request as it goes over the wire. Not in the SDK's types, though each of its calls uses it. */
function wireOf(query: Query): StructuredQuery {
  const { toProto } = query as unknown as { toProto(): { structuredQuery: StructuredQuery } };
  return toProto.call(query).structuredQuery;
}

/** The filter as an "or" of "and"s: every way in which a document can match. */
function disjunctsOf(filter: WireFilter | undefined): Condition[][] {
  if (!filter) return [[]];
  if ('compositeFilter' in filter) {
    const { op, filters } = filter.compositeFilter;
    const parts = filters.map(disjunctsOf);
    if (op === 'OR') return parts.flat();
    return parts.reduce<Condition[][]>(
      (all, part) => all.flatMap((left) => part.map((right) => [...left, ...right])),
      [[]],
    );
  }
  const { field, op } = 'fieldFilter' in filter ? filter.fieldFilter : filter.unaryFilter;
  return [[{ fieldPath: field.fieldPath, kind: kindOf(op) }]];
}

function kindOf(op: string): Condition['kind'] {
  if (['EQUAL', 'IN', 'IS_NULL', 'IS_NAN'].includes(op)) return 'equality';
  return op.startsWith('ARRAY_CONTAINS') ? 'contains' : 'range';
}

function pathsOf(conditions: Condition[], kind: Condition['kind']): string[] {
  const paths = conditions.filter((one) => one.kind === kind).map(({ fieldPath }) => fieldPath);
  return [...new Set(paths)];
}
