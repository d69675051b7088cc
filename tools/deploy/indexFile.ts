// firestore.indexes.json: what of ours is missing in a project's own file, and the file with it added.
// What is there stays as it is.
import { parseJson, withAppended, withValue } from './jsonText.ts';

export interface IndexFile {
  indexes?: CompositeIndex[];
  fieldOverrides?: FieldOverride[];
}

export interface CompositeIndex {
  collectionGroup: string;
  queryScope?: string;
  fields: { fieldPath: string; order?: string; mode?: string; arrayConfig?: string }[];
}

export interface FieldOverride {
  collectionGroup: string;
  fieldPath: string;
  ttl?: boolean;
  indexes?: { queryScope?: string; order?: string; arrayConfig?: string }[];
}

export interface Merged {
  text: string;
  /** One line for each thing that was missing. */
  added: string[];
  /** What cannot be added beside what is there. */
  conflicts: string[];
  /** What is there in another way than ours, and works. */
  kept: string[];
}

/** The text of their file with what ours has beside. Merging the result again adds nothing. */
export function mergeIndexes(theirText: string, ours: IndexFile): Merged {
  const { indexes = [], fieldOverrides = [] } = parseJson<IndexFile>(theirText);
  for (const [name, list] of Object.entries({ indexes, fieldOverrides })) {
    if (!Array.isArray(list)) throw new TypeError(`"${name}" is not a list`);
  }
  const added: string[] = [];
  const conflicts: string[] = [];
  const kept: string[] = [];
  let text = theirText;

  const present = new Set(indexes.map(keyOfIndex));
  const newIndexes = (ours.indexes ?? []).filter((index) => !present.has(keyOfIndex(index)));
  text = withAppended(text, ['indexes'], newIndexes);
  added.push(...newIndexes.map((index) => `index on ${describeIndex(index)}`));

  const newOverrides: FieldOverride[] = [];
  for (const override of ours.fieldOverrides ?? []) {
    const name = `${override.collectionGroup}.${override.fieldPath}`;
    const foreignTtl = override.ttl && ttlFieldOf(fieldOverrides, override);
    if (foreignTtl) {
      conflicts.push(
        `The time to live of ${override.collectionGroup} is on ${foreignTtl}; ${name} needs it, and Firestore has one a collection.`,
      );
      continue;
    }
    const at = fieldOverrides.findIndex((one) => isSameField(one, override));
    const theirs = fieldOverrides[at];
    if (!theirs) {
      newOverrides.push(override);
      added.push(`${override.ttl ? 'time to live' : 'exemption from indexes'} of ${name}`);
      continue;
    }
    if (override.ttl && theirs.ttl !== true) {
      if (theirs.ttl === false) conflicts.push(`${name} says "ttl": false; it must be true.`);
      else {
        text = withValue(text, ['fieldOverrides', at, 'ttl'], true);
        added.push(`time to live of ${name}`);
      }
    }
    const missing = (override.indexes ?? []).filter(
      (index) => !theirs.indexes?.some((one) => keyOfField(one) === keyOfField(index)),
    );
    text = withAppended(text, ['fieldOverrides', at, 'indexes'], missing);
    added.push(...missing.map((index) => `index of ${name} (${keyOfField(index)})`));
    if ((theirs.indexes?.length ?? 0) > (override.indexes?.length ?? 0)) {
      kept.push(`${name} stays indexed as your file says; without, writes would be cheaper.`);
    }
  }
  text = withAppended(text, ['fieldOverrides'], newOverrides);
  return { text, added, conflicts, kept };
}

/** The file that lists nothing. */
export const emptyIndexFile = '{\n  "indexes": [],\n  "fieldOverrides": []\n}\n';

/** `sessions (userId ascending, revoked ascending)` */
export function describeIndex({ collectionGroup, fields }: CompositeIndex): string {
  const names = fields.map(
    (field) => `${field.fieldPath} ${(field.arrayConfig ?? orderOf(field)).toLowerCase()}`,
  );
  return `${collectionGroup} (${names.join(', ')})`;
}

/** Firestore adds the document's name as last field by itself, and lists it in some exports. */
function keyOfIndex({
  collectionGroup,
  queryScope = 'COLLECTION',
  fields,
}: CompositeIndex): string {
  const own = fields.filter(({ fieldPath }) => fieldPath !== '__name__');
  return JSON.stringify([collectionGroup, queryScope, own.map(keyOfField)]);
}

function keyOfField(field: { fieldPath?: string; order?: string; arrayConfig?: string }): string {
  return [field.fieldPath, field.arrayConfig ?? orderOf(field)].filter(Boolean).join(' ');
}

function orderOf(field: { order?: string; mode?: string }): string {
  return field.order ?? field.mode ?? 'ASCENDING';
}

function isSameField(one: FieldOverride, other: FieldOverride): boolean {
  return one.collectionGroup === other.collectionGroup && one.fieldPath === other.fieldPath;
}

function ttlFieldOf(overrides: FieldOverride[], { collectionGroup, fieldPath }: FieldOverride) {
  return overrides.find(
    (one) => one.collectionGroup === collectionGroup && one.ttl && one.fieldPath !== fieldPath,
  )?.fieldPath;
}
