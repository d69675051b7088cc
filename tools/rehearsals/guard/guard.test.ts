// The guard in a codebase of one's own, written and installed as the documents say.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { packageBin } from '../../process/paths.ts';
import { engineEnvironment } from '../../stack/engine.ts';
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
    const play = [
      ...[process.execPath, join(import.meta.dirname, 'play.ts')],
      ...[`${host}:${ports['functions']}`, `${host}:${ports['auth']}`, project],
    ].join(' ');
    const child = spawn(
      process.execPath,
      [
        ...[join(packageBin, 'firebase'), 'emulators:exec', play, '--project', project],
        ...['--only', 'auth,functions,firestore,tasks'],
      ],
      {
        cwd: home,
        env: {
          ...process.env,
          ...engineEnvironment('embedded'),
          ...{ CI: 'true', NO_UPDATE_NOTIFIER: '1', METADATA_SERVER_DETECTION: 'none' },
          ...{ FUNCTIONS_DISCOVERY_TIMEOUT: '3600', XDG_CONFIG_HOME: join(folder, 'config') },
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const [output, errors, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number]>,
    ]);
    assert.equal(code, 0, output + errors);
    assert.match(output, /The guard was played through/);
  });
});
