import { type ApiClient, apiClient, apiProblem } from "./api-client.ts";
import type { Endpoints } from "./endpoints.ts";
import { signInAsTenant } from "./sign-in.ts";

/** The API as a tenant's user, who is signed in again when the access token has run out: uploads may take hours. */
export async function tenantApi(
  endpoints: Endpoints,
  slug: string,
  signIn: typeof signInAsTenant = signInAsTenant,
): Promise<ApiClient> {
  let client = apiClient(endpoints.api, await signIn(endpoints, slug));
  const call: ApiClient["call"] = async (method, path, request) => {
    const answer = await client.call(method, path, request);
    if (answer.status !== 401) return answer;
    client = apiClient(endpoints.api, await signIn(endpoints, slug));
    return client.call(method, path, request);
  };
  return {
    call,
    async ask<Body>(method: string, path: string, request?: Parameters<ApiClient["ask"]>[2]) {
      const answer = await call(method, path, request);
      if (answer.status >= 400) throw apiProblem(method, path, answer);
      return answer.body as Body;
    },
  };
}
