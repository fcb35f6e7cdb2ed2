import { describe, expect, it } from "vitest";
import { all, byAttribute, FUNCTION, only } from "../infra/program-under-test.ts";
import { SCOPES, scopeInToken } from "../infra/scopes.ts";
import document from "../packages/functions/openapi.schema.json" with { type: "json" };
import { scopesOf } from "../packages/functions/src/identity/scopes-of-groups.ts";

/** The only one that needs no token. */
const OPEN = "GET /v1/openapi.json";
const routes = all("aws:apigatewayv2/route:Route").filter(({ inputs }) => inputs["routeKey"] !== OPEN);

describe.each(routes.map((route) => [route.inputs["routeKey"], route] as const))("%s", (_, { inputs }) => {
  it("asks for a token with exactly one of our scopes", () => {
    expect(inputs["authorizationType"]).toBe("JWT");
    expect(inputs["authorizerId"]).toBe(only("aws:apigatewayv2/authorizer:Authorizer").id);
    expect(inputs["authorizationScopes"]).toHaveLength(1);
    expect(SCOPES.map(scopeInToken)).toContain(inputs["authorizationScopes"][0]);
  });
});

interface Operation {
  readonly security: readonly { readonly token: readonly [string] }[];
}

it("is described route by route, with the scope of each, and nothing else is", () => {
  const paths: Readonly<Record<string, unknown>> = document.paths;
  const described = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([method, { security }]) => [
      `${method.toUpperCase()} ${path}`,
      security.flatMap(({ token }) => token.map((scope) => `accession/${scope}`)),
    ]),
  );
  const wired = all("aws:apigatewayv2/route:Route").map(({ inputs }) => [
    inputs["routeKey"],
    inputs["authorizationScopes"] ?? [],
  ]);
  expect(Object.fromEntries(described)).toEqual(Object.fromEntries(wired));
});

it("lets nobody in without a token, but to its description", () => {
  const open = all("aws:apigatewayv2/route:Route").filter(
    ({ inputs }) => inputs["authorizationType"] !== "JWT",
  );
  expect(open.map(({ inputs }) => inputs["routeKey"])).toEqual([OPEN]);
});

it("gives operators of a tenant and of the system every scope that there is", () => {
  expect(scopesOf(["operators", "system-operators"]).toSorted()).toEqual([...SCOPES].toSorted());
});

it("lets no user of a tenant reach what is of all tenants", () => {
  expect(scopesOf(["readers", "clerks", "operators"])).not.toContain("operations.write");
});

it("trusts the tokens of our own pool, for our own client", () => {
  const { jwtConfiguration } = only("aws:apigatewayv2/authorizer:Authorizer").inputs;
  const pool = only("aws:cognito/userPool:UserPool");
  const client = only("aws:cognito/userPoolClient:UserPoolClient");
  expect(jwtConfiguration).toEqual({
    issuer: `https://cognito-idp.us-east-1.amazonaws.com/${pool.id}`,
    audiences: [client.id],
  });
});

it("adds the tenant to tokens by a V3_0 trigger, and lets no user write it", () => {
  const trigger = only("aws:cognito/userPool:UserPool").inputs["lambdaConfig"].preTokenGenerationConfig;
  expect(trigger.lambdaVersion).toBe("V3_0");
  expect(byAttribute(FUNCTION, "arn", trigger.lambdaArn)?.inputs["name"]).toBe(
    "accession-local-add-tenant-claims",
  );
  const client = only("aws:cognito/userPoolClient:UserPoolClient").inputs;
  expect(client["writeAttributes"]).toEqual(["email"]);
  expect(only("aws:cognito/userPool:UserPool").inputs["adminCreateUserConfig"].allowAdminCreateUserOnly).toBe(
    true,
  );
});

it("throttles, and logs nothing that a caller writes: no path, query string or header", () => {
  const stage = only("aws:apigatewayv2/stage:Stage").inputs;
  expect(stage["defaultRouteSettings"].throttlingRateLimit).toBeGreaterThan(0);
  const { format, destinationArn } = stage["accessLogSettings"];
  expect(byAttribute("aws:cloudwatch/logGroup:LogGroup", "arn", destinationArn)).toBeDefined();
  const logged = [...String(format).matchAll(/\$context\.([A-Za-z.]+)/g)].map(([, name]) => name);
  expect(logged).toEqual([
    "requestTime",
    "requestId",
    "httpMethod",
    "routeKey",
    "status",
    "responseLatency",
    "integration.requestId",
    "integration.status",
    "integration.latency",
    "integration.integrationStatus",
    "authorizer.error",
    "identity.sourceIp",
  ]);
});
