import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import { manifest, wrapperJar } from '../stack/jar.ts';

describe('manifest', () => {
  const path = `file:///${'long/'.repeat(60)}emulator.jar`;
  const lines = manifest('com.example.Main', path).split('\r\n');

  it('has no line over 72 bytes', () => {
    assert.ok(lines.every((line) => line.length <= 72));
  });

  it('loses nothing when it folds a line', () => {
    const unfolded = lines.join('\n').replaceAll('\n ', '');
    assert.equal(
      unfolded,
      `Manifest-Version: 1.0\nMain-Class: com.example.Main\nClass-Path: ${path}\n\n`,
    );
  });
});

describe('wrapperJar', () => {
  const jar = wrapperJar('com.example.Main', '/a folder/emulator.jar');
  const end = jar.length - 22;
  const directory = jar.readUInt32LE(end + 16);

  it('ends with a directory of one entry', () => {
    assert.equal(jar.readUInt32LE(end), 0x06054b50);
    assert.equal(jar.readUInt16LE(end + 10), 1);
    assert.equal(jar.readUInt32LE(directory), 0x02014b50);
    assert.equal(directory + jar.readUInt32LE(end + 12), end);
  });

  it('stores the manifest with its checksum and its path as a URL', () => {
    const nameLength = jar.readUInt16LE(26);
    const content = jar.subarray(30 + nameLength, directory);
    assert.equal(jar.toString('utf8', 30, 30 + nameLength), 'META-INF/MANIFEST.MF');
    assert.equal(jar.readUInt32LE(directory + 16), crc32(content));
    assert.equal(jar.readUInt32LE(directory + 24), content.length);
    assert.match(content.toString(), /Class-Path: file:\/\/\/a%20folder\/emulator\.jar\r\n/);
  });
});
