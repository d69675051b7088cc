// What the guide for React takes from the app that it is pasted into.
import type { FirebaseApp } from 'firebase/app';
import type { Auth } from 'firebase/auth';

export declare const app: FirebaseApp;
export declare const auth: Auth;
export const issuer = 'https://us-central1-my-project.cloudfunctions.net';
