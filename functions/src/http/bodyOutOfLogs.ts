// firebase-functions logs the whole body of a call that has no `data`, and with it whatever a client has
// put beside it by mistake: a push token, a refresh token.
import type { CallableFunction, Request } from 'firebase-functions/v2/https';

/** The same function, which sees such a body as an empty one: its answer, 400, is the same. */
export function withBodyOutOfLogs<Input, Output>(
  callable: CallableFunction<Input, Output>,
): CallableFunction<Input, Output> {
  const quiet = (request: Request, response: Parameters<typeof callable>[1]) => {
    const body = request.body as { data?: unknown } | undefined;
    if (body && body.data === undefined) request.body = {};
    return callable(request, response);
  };
  // What is deployed of a function is written on it.
  return Object.defineProperties(
    quiet,
    Object.getOwnPropertyDescriptors(callable),
  ) as typeof callable;
}
