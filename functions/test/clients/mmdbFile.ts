// Writes a database in MaxMind's format, for tests: one node, whose both sides lead to one record, so
// that every address has that record. https://maxmind.github.io/MaxMind-DB/
import { Buffer } from 'node:buffer';

type Value = string | number | { [key: string]: Value };

export function mmdbFile(ipVersion: 4 | 6, record: Value): Buffer {
  const nodeCount = 1;
  const pointer = nodeCount + 16;
  const node = Buffer.alloc(6);
  node.writeUIntBE(pointer, 0, 3);
  node.writeUIntBE(pointer, 3, 3);
  const metadata = {
    binary_format_major_version: 2,
    database_type: 'Test',
    ip_version: ipVersion,
    node_count: nodeCount,
    record_size: 24,
  };
  return Buffer.concat([
    node,
    Buffer.alloc(16),
    encode(record),
    Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'),
    encode(metadata),
  ]);
}

// Control byte: the type in the upper three bits, the size in the lower five (up to 28).
function encode(value: Value): Buffer {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([Buffer.of((2 << 5) | bytes.length), bytes]);
  }
  if (typeof value === 'object') {
    const entries = Object.entries(value);
    return Buffer.concat([
      Buffer.of((7 << 5) | entries.length),
      ...entries.flatMap(([key, inner]) => [encode(key), encode(inner)]),
    ]);
  }
  const bytes = Buffer.alloc(Number.isInteger(value) ? 4 : 8);
  if (Number.isInteger(value)) bytes.writeUInt32BE(value);
  else bytes.writeDoubleBE(value);
  return Buffer.concat([Buffer.of(((Number.isInteger(value) ? 6 : 3) << 5) | bytes.length), bytes]);
}
