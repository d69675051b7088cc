// Sessions that end soon unless they are used: a person who uses the app keeps it, one who has gone is warned and
// then signed out in time. Only the server says that a session is over.
import type { SessionsClient } from './sessionsClient.ts';
import type { Context } from './context.ts';
import type { DeviceSession } from './contract.ts';
import type { Refusal } from './refusal.ts';
import { pageVisibility, type Visibility } from './visibility.ts';

/** Told a while before the end. */
export interface EndsSoon {
  /** Milliseconds since 1970, by the server's clock. */
  endsAt: number;
  /** Whether going on to use the app moves the end. */
  canStay: boolean;
}

export interface KeepAliveOptions {
  context: Pick<Context, 'after' | 'inTurn' | 'memory' | 'now'>;
  client: Pick<SessionsClient, 'list' | 'update' | 'onEnded'>;
  visibility: Visibility | undefined;
  /** Calls when the person signs out here. */
  onLeft(listener: () => void): () => void;
  /** null once the end has moved. */
  tell(soon: EndsSoon | null): void;
}

interface Alive {
  sessionId: string;
  /** These by the server's time. */
  endsAt: number;
  /** When the end was last seen to move. */
  at: number;
  /** The longest that was ever left: how long the session lives without being used. */
  idle: number;
}

const minute = 60_000;
const day = 1440 * minute;
const longestWarning = 5 * minute;
/** TOUCH_INTERVAL_SECONDS: activity since is not noted. Before an absolute end a tenth of what is left says nothing. */
const ordinaryLateness = 5 * minute;

export function makeKeepAlive({ context, client, visibility, onLeft, tell }: KeepAliveOptions) {
  const { memory, inTurn, after } = context;
  const page = visibility ?? pageVisibility();
  let alive: Alive | null = null;
  let isUsed = false;
  let isFinal = false;
  let isWarned = false;
  let isBusy = false;
  let notBefore = 0;
  /** How far this device's clock is ahead: a minute counts here. */
  let ahead = 0;
  let callOff = () => {};
  let stops: (() => void)[] = [];

  const clock = () => context.now() - ahead;
  /** A tenth: the server notes no activity sooner than that after the last. */
  const interval = ({ idle }: Alive) => Math.max(idle / 10, minute);
  const warnsAt = (one: Alive) => one.endsAt - Math.min(interval(one), longestWarning);

  function stop(): void {
    callOff();
    for (const end of stops) end();
    stops = [];
    if (isWarned) tell(null);
    alive = null;
    isWarned = false;
  }

  /** What an answer, or another tab, says of the end. */
  function learn(sessionId: string, endsAt: number, isActivity: boolean): void {
    const now = clock();
    if (alive?.sessionId !== sessionId) {
      stop();
      if (endsAt - now >= day) return;
      alive = { sessionId, endsAt, at: now, idle: endsAt - now };
      isUsed = isFinal = false;
      stops = [
        client.onEnded(stop),
        onLeft(stop),
        page.watch(() => void wake()),
        page.watchUse?.(use) ?? (() => {}),
      ];
      return;
    }
    if (endsAt > alive.endsAt) {
      alive = { ...alive, endsAt, at: now, idle: Math.max(alive.idle, endsAt - now) };
      isUsed = isFinal = false;
      if (isWarned) tell(null);
      isWarned = false;
    } else if (isActivity && !isFinal && now - alive.at >= interval(alive)) {
      isFinal = true;
      if (isWarned) warn(alive);
    }
  }

  function warn({ endsAt }: Alive): void {
    isWarned = true;
    tell({ endsAt, canStay: !isFinal });
  }

  /** Also what is due already: timers stand still while a computer sleeps. */
  function use(): void {
    isUsed = true;
    arm();
  }

  /** Where a platform does not say, who looks is there. */
  const isInUse = () => page.isVisible() && (isUsed || !page.watchUse);

  function arm(): void {
    callOff();
    if (!alive) return;
    const end = isWarned ? alive.endsAt + 1000 : warnsAt(alive);
    const next = isInUse() && !isFinal ? Math.min(end, alive.at + interval(alive)) : end;
    callOff = after(Math.max(next, notBefore) - clock(), () => void wake());
  }

  async function wake(): Promise<void> {
    if (!alive || isBusy) return;
    callOff();
    isBusy = true;
    const now = clock();
    try {
      if (isInUse() && !isFinal && now >= alive.at + interval(alive)) await touch();
      else if (now >= (isWarned ? alive.endsAt : warnsAt(alive))) await ask();
    } catch (error) {
      if (!mayPass.test((error as Partial<Refusal>).reason ?? '')) return stop();
      notBefore = now + minute;
    } finally {
      isBusy = false;
    }
    arm();
  }

  /** One call for all tabs. */
  async function touch(): Promise<void> {
    isUsed = false;
    const touched = inTurn(async () => {
      const kept = await memory.read('alive');
      if (alive && kept?.sessionId === alive.sessionId && kept.endsAt > alive.endsAt) {
        learn(kept.sessionId, kept.endsAt, false);
        return;
      }
      await client.update();
    }, 'device-sessions.alive');
    // What was done counts, though nobody could be told yet.
    await touched.catch((error: unknown) => {
      isUsed = true;
      throw error;
    });
  }

  /** Asking for the list is no activity: it moves no end. */
  async function ask(): Promise<void> {
    const own = (await client.list()).find(({ isCurrentDevice }) => isCurrentDevice);
    if (own) learn(own.sessionId, Date.parse(own.expiresAt ?? ''), false);
    if (!alive || clock() < warnsAt(alive)) return;
    if (!isWarned) warn(alive);
    if (clock() >= alive.endsAt) notBefore = clock() + minute;
  }

  return {
    /** After each answer that counts as activity. */
    keepAlive({ sessionId, expiresAt, lastActiveAt }: DeviceSession): void {
      const endsAt = Date.parse(expiresAt ?? '');
      const activeAt = Date.parse(lastActiveAt);
      const idle = Math.max(endsAt - activeAt, alive?.idle ?? 0);
      const late = context.now() - activeAt;
      ahead = late < 0 || late > Math.max(idle / 10, ordinaryLateness) ? late : 0;
      learn(sessionId, endsAt, true);
      if (alive) void memory.write('alive', { sessionId, endsAt });
      arm();
    },
  };
}

const mayPass = /^(unavailable|rate_limited|)$/;
