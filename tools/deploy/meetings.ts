// A team's own collections that ours would meet: of the same name, at the root or below, for times to live
// and exemptions hold for a whole collection group. Found in its rules, its indexes and its documents.
import { describeIndex, type IndexFile } from './indexFile.ts';
import { condensed, lineOf, matchesIn, ownCollections, structureOf } from './rules.ts';

/** Sentences about rules that name a collection of ours for something else. */
export function rulesThatMeet(theirs: string, ours: string): string[] {
  const found: string[] = [];
  for (const { path, index, end } of matchesIn(structureOf(theirs))) {
    const [, , root, ...segments] = path;
    const name = segments.find((one, at) => at % 2 === 0 && ownCollections.includes(one));
    if (root !== 'documents' || name === undefined) continue;
    if (condensed(ours).includes(condensed(theirs.slice(index, end)))) continue;
    found.push(`line ${lineOf(theirs, index)} of the rules has a collection ${name} of its own`);
  }
  return found;
}

/** Sentences about indexes of our collection groups over fields that no session has. */
export function indexesThatMeet(theirs: IndexFile, ours: IndexFile): string[] {
  const { indexes = [], fieldOverrides = [] } = ours;
  const groups = new Set([
    ...ownCollections,
    ...[...indexes, ...fieldOverrides].map(({ collectionGroup }) => collectionGroup),
  ]);
  const known = new Set([
    ...indexes.flatMap(({ fields }) => fields.map(({ fieldPath }) => fieldPath)),
    ...fieldOverrides.map(({ fieldPath }) => fieldPath),
    '__name__',
  ]);
  const foreignIndexes = (theirs.indexes ?? []).filter(
    ({ collectionGroup, fields }) =>
      groups.has(collectionGroup) && fields.some(({ fieldPath }) => !known.has(fieldPath)),
  );
  const foreignFields = (theirs.fieldOverrides ?? []).filter(
    ({ collectionGroup, fieldPath }) => groups.has(collectionGroup) && !known.has(fieldPath),
  );
  return [
    ...foreignIndexes.map(
      (index) => `the index on ${describeIndex(index)} is of a collection of its own`,
    ),
    ...foreignFields.map(
      ({ collectionGroup, fieldPath }) =>
        `the field ${collectionGroup}.${fieldPath} is of a collection of its own`,
    ),
  ];
}

/** A document as Firestore's REST API gives it. */
export interface RestDocument {
  name: string;
  fields?: Record<string, unknown>;
}

/** What every session of ours says. */
const ownFields = ['userId', 'deviceType', 'revoked', 'expiresAt'];

/** Sentences about documents where sessions are kept that are none of ours. */
export function documentsThatMeet(documents: readonly RestDocument[]): string[] {
  const foreign = documents.find(({ fields = {} }) => !ownFields.every((name) => name in fields));
  return foreign
    ? [`the document ${foreign.name.split('/documents/')[1]} is no session of ours`]
    : [];
}
