// What the package exports: the functions, and what they do after the first deployment of a kit.
import { afterFirstDeploy } from 'firebase-functions/lifecycle';

export * from './index.ts';
export { reportSetup } from './functions/reportSetup.ts';

afterFirstDeploy({ task: { function: 'reportSetup' } });
