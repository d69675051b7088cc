// An HTTPS endpoint called as anybody may call it: with no credential but what its body holds.
import { findStack } from './stack.ts';

export interface EndpointAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** Posts the parameters as JSON. */
export async function postEndpoint(name: string, parameters: object): Promise<EndpointAnswer> {
  const { project, region, functions } = findStack();
  const response = await fetch(`http://${functions}/${project}/${region}/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  });
  return { status: response.status, body: (await response.json()) as EndpointAnswer['body'] };
}

/** The HTTP status and the reason by which an endpoint refused. */
export function endpointRefusalIn({ status, body: { reason } }: EndpointAnswer): object {
  return { status, reason };
}
