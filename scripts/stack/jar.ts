// A jar that names a main class and another jar: makes a jar without Main-Class startable with
// `java -jar`. A jar is a zip; this one has a single entry, not compressed.
import { pathToFileURL } from 'node:url';
import { crc32 } from 'node:zlib';

const entryName = 'META-INF/MANIFEST.MF';

/** The bytes of a jar that starts `mainClass` from the jar at `path` (absolute). */
export function wrapperJar(mainClass: string, path: string): Buffer {
  return zipOf(entryName, Buffer.from(manifest(mainClass, pathToFileURL(path).href)));
}

/** A manifest (JAR File Specification): lines of at most 72 bytes, continued by a leading space. */
export function manifest(mainClass: string, classPath: string): string {
  const lines = ['Manifest-Version: 1.0', `Main-Class: ${mainClass}`, `Class-Path: ${classPath}`];
  return lines.map((line) => `${fold(line)}\r\n`).join('') + '\r\n';
}

function fold(line: string): string {
  if (line.length <= 70) return line;
  return `${line.slice(0, 70)}\r\n${fold(` ${line.slice(70)}`)}`;
}

/** A zip with one stored entry (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16). */
function zipOf(name: string, content: Buffer): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(10, 4);
  local.writeUInt16LE(0x21, 12);
  local.writeUInt32LE(crc32(content), 14);
  local.writeUInt32LE(content.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(name.length, 26);

  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(10, 4);
  local.copy(central, 6, 4, 30);

  const before = Buffer.concat([local, Buffer.from(name), content]);
  const directory = Buffer.concat([central, Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(before.length, 16);
  return Buffer.concat([before, directory, end]);
}
