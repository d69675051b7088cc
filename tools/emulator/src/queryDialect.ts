// Queries as the engine has to be asked to answer as Firestore does. Where the two differ, the query is put
// in other words: a document without a field is found by neither `!=` nor an order by that field, `in` takes
// thirty values, `!= null` sorts like an inequality, and an inequality asks for no order of its own.
import { status } from '@grpc/grpc-js';
import { RpcError } from './rpcError.ts';
import type { StructuredQuery, WireValue } from './wire.ts';

type Filter = NonNullable<StructuredQuery['where']>;
type Order = NonNullable<StructuredQuery['orderBy']>[number];

const maxInValues = 30;
const nameField = '__name__';
const inequalities = [
  'LESS_THAN',
  'LESS_THAN_OR_EQUAL',
  'GREATER_THAN',
  'GREATER_THAN_OR_EQUAL',
  'NOT_EQUAL',
  'NOT_IN',
];
// No stored string: a document's strings are valid Unicode.
const valueOfNoDocument: WireValue = { stringValue: '\ud800 no document has this value' };

/** @throws {RpcError} INVALID_ARGUMENT for an `in` with no or too many values. */
export function toEngineQuery(query: StructuredQuery): StructuredQuery {
  const where = query.where ?? undefined;
  const orderBy = [...(query.orderBy ?? [])];
  if (orderBy.length === 0) orderBy.push(...impliedOrder(where));
  const sorted = orderBy.map(fieldOf).filter((field) => field !== nameField);
  const filters = [where && rewrite(where), ...sorted.map(exists)];
  const [first] = sorted;
  if (first && hasInequality(where)) filters.push(compare(first, 'NOT_EQUAL', valueOfNoDocument));
  return { ...query, where: allOf(filters), orderBy };
}

function rewrite(filter: Filter): Filter {
  if (filter.compositeFilter) {
    const filters = filter.compositeFilter.filters?.map(rewrite);
    return { compositeFilter: { ...filter.compositeFilter, filters } };
  }
  const { field, op, value } = filter.fieldFilter ?? {};
  const path = field?.fieldPath ?? '';
  if (op === 'NOT_EQUAL' && path !== nameField) {
    return allOf([filter, unary(path, 'IS_NOT_NULL')])!;
  }
  if (op === 'IN') {
    const values = value?.arrayValue?.values ?? [];
    if (values.length === 0 || values.length > maxInValues) {
      throw new RpcError(status.INVALID_ARGUMENT, `"in" takes 1 to ${maxInValues} values.`);
    }
    return anyOf(values.map((one) => compare(path, 'EQUAL', one)));
  }
  return filter;
}

/** Without an order of its own a query sorts by the fields that it compares, the first of them first. */
function impliedOrder(filter: Filter | undefined): Order[] {
  const fields = new Set<string>();
  const visit = (part: Filter): void => {
    part.compositeFilter?.filters?.forEach(visit);
    const { op, field } = part.unaryFilter ?? {};
    if (op === 'IS_NOT_NULL' || op === 'IS_NOT_NAN') fields.add(field?.fieldPath ?? '');
  };
  if (filter) visit(filter);
  return [...fields].sort().map((fieldPath) => ({ field: { fieldPath }, direction: 'ASCENDING' }));
}

function hasInequality(filter: Filter | undefined): boolean {
  if (filter?.compositeFilter) return filter.compositeFilter.filters?.some(hasInequality) ?? false;
  return inequalities.includes(String(filter?.fieldFilter?.op));
}

function fieldOf(order: Order): string {
  return order.field?.fieldPath ?? '';
}

function exists(fieldPath: string): Filter {
  return anyOf([unary(fieldPath, 'IS_NULL'), unary(fieldPath, 'IS_NOT_NULL')]);
}

function unary(fieldPath: string, op: 'IS_NULL' | 'IS_NOT_NULL'): Filter {
  return { unaryFilter: { field: { fieldPath }, op } };
}

function compare(fieldPath: string, op: 'EQUAL' | 'NOT_EQUAL', value: WireValue): Filter {
  return { fieldFilter: { field: { fieldPath }, op, value } };
}

function anyOf(filters: Filter[]): Filter {
  return { compositeFilter: { op: 'OR', filters } };
}

function allOf(filters: (Filter | undefined)[]): Filter | undefined {
  const present = filters.filter((filter) => filter !== undefined);
  return present.length > 0 ? { compositeFilter: { op: 'AND', filters: present } } : undefined;
}
