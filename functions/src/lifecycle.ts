// What the Firebase CLI runs after the first deployment of a kit.
import { afterFirstDeploy } from 'firebase-functions/lifecycle';

afterFirstDeploy({ task: { function: 'reportSetup' } });
