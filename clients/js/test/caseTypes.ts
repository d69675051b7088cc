// A case of clients/cases, as clients/cases/README.md says it.
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Fields = Record<string, Json>;

export interface Request {
  name: string;
  data: Json;
}

export type Outcome =
  | 'fail'
  | 'lost'
  | 'hang'
  | { after?: number; answer?: Json; refuse?: Fields; http?: number; body?: Json };

export type Listener = 'throws' | 'never ends' | { calls: string } | { 'signs in': Fields };

export interface Step {
  call?: string;
  with?: Json[];
  tab?: string;
  later?: string;
  await?: string;
  expect?: 'ok' | { reason?: string; failed?: true; value?: Json };
  withinSeconds?: number;
  afterSeconds?: number;
  server?: Record<string, Outcome[]>;
  storage?: { read?: string; write?: string };
  firebase?: string;
  signIn?: Fields | null;
  reopen?: true;
  clock?: number;
  visible?: boolean;
}

export interface Case {
  name: string;
  given?: {
    storage?: Fields;
    damaged?: string[];
    firebase?: Fields | null;
    listener?: Listener;
    locks?: 'none';
  };
  steps: Step[];
  then?: {
    storage?: Fields;
    firebase?: Json;
    ended?: Fields[] | Record<string, Fields[]>;
    sent?: Record<string, Fields[]>;
  };
}
