// What the double knows of a project of Google Cloud.

export interface CloudProject {
  id: string;
  number: string;
  /** Location of the database (default), or null where there is none. */
  databaseLocation: string | null;
  secrets: string[];
  /** As Cloud Functions lists them. */
  functions: { name: string; labels?: Record<string, string>; [key: string]: unknown }[];
  /** As Firestore lists them. */
  indexes: object[];
  fields: object[];
  /** The deployed rules of Firestore, or null where there are none. */
  rules: string | null;
  /** Where sessions are kept, as Firestore's REST API gives them. */
  documents?: object[];
  /** Members by role, on the project. */
  roles: Record<string, string[]>;
  /** Members by role, on the service account of the functions. */
  ownRoles: Record<string, string[]>;
  /** APIs that are off. */
  servicesOff: string[];
  /** Whether `firebase functions:artifacts:setpolicy` has been run. */
  hasCleanupPolicy: boolean;
  /** Calls that the login is not allowed. */
  unreadable?: RegExp;
}
