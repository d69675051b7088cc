// Whether a code block of the documents can be read by the language that it says it is written in.
import { spawnSync } from 'node:child_process';
import { parseSync } from 'rolldown/utils';

type Fault = string | null;

const readers: Record<string, (text: string) => Fault> = {
  ts: (text) => scriptFault(text, 'block.ts'),
  tsx: (text) => scriptFault(text, 'block.tsx'),
  js: (text) => scriptFault(text, 'block.js'),
  jsx: (text) => scriptFault(text, 'block.jsx'),
  json: jsonFault,
  sh: shellFault,
  kotlin: bracketFault,
  swift: bracketFault,
  dart: bracketFault,
  mermaid: bracketFault,
  html: htmlFault,
  text: () => null,
};

/** What is wrong with the block; null where nothing is. A block must say its language. */
export function codeFault(tag: string, text: string): Fault {
  const read = Object.hasOwn(readers, tag) ? readers[tag] : undefined;
  return read ? read(text) : `"${tag}" is not one of ${Object.keys(readers).join(', ')}`;
}

function scriptFault(text: string, fileName: string): Fault {
  return parseSync(fileName, text).errors[0]?.message ?? null;
}

function jsonFault(text: string): Fault {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The scripts within it, each as JavaScript. */
function htmlFault(text: string): Fault {
  const scripts = [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)];
  const faults = scripts.map(([, script = '']) => scriptFault(script, 'block.js'));
  return faults.find((fault) => fault !== null) ?? null;
}

function shellFault(text: string): Fault {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
  return status === 0 ? null : stderr.trim();
}

/** Languages without a parser here: every bracket outside texts and comments is closed, in order. */
function bracketFault(text: string): Fault {
  const code = text.replace(/\/\/.*|%%.*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, '');
  const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}' };
  const open: string[] = [];
  for (const [bracket] of code.matchAll(/[()[\]{}]/g)) {
    const close = closing[bracket];
    if (close) open.push(close);
    else if (open.pop() !== bracket) return `an unexpected "${bracket}"`;
  }
  return open.length > 0 ? `"${open.at(-1)}" is missing` : null;
}
