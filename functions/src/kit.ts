// What the package exports: the functions, and what they do after the first deployment of a kit.
import './lifecycle.ts';
export * from './index.ts';
export { reportSetup } from './functions/reportSetup.ts';
