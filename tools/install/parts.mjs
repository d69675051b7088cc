// What is installed for which command: each part is a folder with a lockfile of its own.
import { existsSync, lstatSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './lockfile.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** From this one on, Node runs the sources as they are. */
const oldestNode = 24;
const pinnedNode = join(root, 'tools', 'install', 'node', 'node_modules', '.bin', 'node');

/** The commands that need nothing but what runs; all others need the tools. */
const light = [
  ...[
    'start',
    'demo',
    'build',
    'keys',
    'user',
    'sessions',
    'merge',
    'deploy',
    'deployCheck',
    'exec',
    'official',
  ],
];

/** Tests that are not in tools/, and find the packages there by these links. */
const links = ['functions/test', 'web/test'].map((folder) => join(root, folder, 'node_modules'));

/**
 * @typedef {object} Part
 * @property {string} folder
 * @property {string} name What it is, for the developer.
 * @property {boolean} [runsScripts] Of all install scripts only that of `node` is wanted: it fetches the binary.
 * @property {() => boolean} isThere
 * @property {() => void} [finish]
 */

/** @type {Record<'emulators' | 'functions' | 'tools' | 'rehearsals' | 'node', Part>} */
const parts = {
  emulators: part('', 'the emulators'),
  functions: part('functions', 'the functions'),
  tools: {
    ...part('tools', 'the tools of the tests'),
    isThere: () => links.every(existsSync) && isInstalled(join(root, 'tools')),
    finish: () => links.forEach(link),
  },
  rehearsals: part('tools/rehearsals/packages', 'what test:all needs beside'),
  node: {
    ...part('tools/install/node', `Node ${oldestNode}`),
    runsScripts: true,
    isThere: () => existsSync(pinnedNode),
    finish: leaveOutHeaders,
  },
};

/** What this program needs, called with these words. @param {string} program @param {string[]} words */
export function partsFor(program, words) {
  const name = /([^/]+)\.ts$/.exec(program)?.[1] ?? '';
  const { emulators, functions, tools, rehearsals, node } = parts;
  const isHeavy = words.includes('--all') || program.startsWith('tools/bench/');
  return [
    emulators,
    functions,
    ...(light.includes(name) ? [] : [tools]),
    ...(isHeavy ? [rehearsals] : []),
    ...(isNewEnough() ? [] : [node]),
  ];
}

/** The Node that runs the commands. */
export function nodeToUse() {
  return isNewEnough() ? process.execPath : pinnedNode;
}

function isNewEnough() {
  return Number(process.versions.node.split('.')[0]) >= oldestNode;
}

/** @param {string} path @param {string} name @returns {Part} */
function part(path, name) {
  const folder = join(root, path);
  return { folder, name, isThere: () => isInstalled(folder) };
}

/** They are a third of it, and only for addons in C++. */
function leaveOutHeaders() {
  const folder = join(root, 'tools', 'install', 'node', 'node_modules');
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (/node-[^/]+\/include$/.test(path)) rmSync(join(folder, path), { recursive: true });
  }
}

/** @param {string} path */
function link(path) {
  if (lstatSync(path, { throwIfNoEntry: false })) rmSync(path, { recursive: true });
  symlinkSync(relative(dirname(path), join(root, 'tools', 'node_modules')), path);
}
