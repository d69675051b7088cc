// What GET metadata answers, as a schema: RFC 8414 §2, and where the functions are that it has no place for.
import * as v from 'valibot';
import type { serverMetadata } from '../../functions/src/http/serverMetadata.ts';
import { callableInputs, endpointInputs } from './inputs.ts';

const url = v.pipe(v.string(), v.url());
const methods = v.array(v.string());

const { refreshTokens: _, revokeToken: __, ...otherEndpoints } = endpointInputs;
const others = Object.keys({ ...callableInputs, ...otherEndpoints });

export const metadata = v.object({
  issuer: url,
  token_endpoint: url,
  revocation_endpoint: url,
  introspection_endpoint: url,
  jwks_uri: url,
  grant_types_supported: methods,
  response_types_supported: methods,
  token_endpoint_auth_methods_supported: methods,
  revocation_endpoint_auth_methods_supported: methods,
  introspection_endpoint_auth_methods_supported: methods,
  device_session_endpoints: v.pipe(
    v.object(Object.fromEntries(others.map((name) => [name, url]))),
    v.description('The URL of each callable and of the other endpoints, by name.'),
  ),
});

/** Where the schema differs from what the code says, this does not compile. */
type Said = v.InferOutput<typeof metadata>;
type Meant = ReturnType<typeof serverMetadata>;
export const metadataIsTheCodes: [keyof Said] extends [keyof Meant]
  ? [keyof Meant] extends [keyof Said]
    ? true
    : false
  : false = true;
