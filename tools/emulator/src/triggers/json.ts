// Documents in proto3 JSON, which is what events carry.
import type { WireDocument, WireFields, WireTimestamp, WireValue } from '../wire.ts';

export function documentToJson(document: WireDocument): object {
  return {
    name: document.name,
    fields: fieldsToJson(document.fields ?? {}),
    createTime: timeToJson(document.createTime),
    updateTime: timeToJson(document.updateTime),
  };
}

function fieldsToJson(fields: WireFields): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, valueToJson(value)]),
  );
}

function valueToJson(value: WireValue): object {
  if (value.integerValue != null) return { integerValue: String(value.integerValue) };
  if (value.doubleValue != null) return { doubleValue: doubleToJson(Number(value.doubleValue)) };
  if (value.timestampValue) return { timestampValue: timeToJson(value.timestampValue) };
  if (value.bytesValue != null) {
    return { bytesValue: Buffer.from(value.bytesValue).toString('base64') };
  }
  if (value.arrayValue) {
    return { arrayValue: { values: (value.arrayValue.values ?? []).map(valueToJson) } };
  }
  if (value.mapValue) return { mapValue: { fields: fieldsToJson(value.mapValue.fields ?? {}) } };
  return value;
}

/** JSON has no numbers for these three; proto3 writes their names. */
function doubleToJson(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** Firestore keeps times to the microsecond. */
function timeToJson(time: WireTimestamp | null | undefined): string | undefined {
  if (!time) return undefined;
  const seconds = new Date(Number(time.seconds ?? 0) * 1000).toISOString().slice(0, 19);
  const micros = String(Math.floor((time.nanos ?? 0) / 1000)).padStart(6, '0');
  return `${seconds}.${micros}Z`;
}
