// The guard in a codebase of one's own, written and installed as the documents say.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { playOnEmulators } from '../playOnEmulators.ts';
import { findFreePorts, host } from '../../stack/ports.ts';
import { packKit } from '../kit/tarball.ts';
import { layOutCodebases } from './codebase.ts';

const project = 'demo-guard';
const emulators = ['auth', 'functions', 'firestore', 'tasks', 'eventarc', 'hub', 'logging'];

describe("the guard in a codebase of one's own", () => {
  let folder: string;
  let home: string;
  let ports: Record<string, number>;

  before(async () => {
    const packed = await packKit();
    folder = packed.folder;
    home = join(folder, 'project');
    mkdirSync(home);
    const free = await findFreePorts(emulators.length);
    ports = Object.fromEntries(emulators.map((name, at) => [name, free[at]!]));
    await layOutCodebases(home, packed.file, ports);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('lets a live session through, and a closed one no longer', async () => {
    const { code, output, errors } = await playOnEmulators(
      [
        join(import.meta.dirname, 'play.ts'),
        ...[`${host}:${ports['functions']}`, `${host}:${ports['auth']}`, project],
      ],
      { home, project, config: join(folder, 'config') },
    );
    assert.equal(code, 0, output + errors);
    assert.match(output, /The guard was played through/);
  });
});
