import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { expect, it } from "vitest";
import { apiOf, system } from "./under-test.ts";

it("enforces the roles: a function whose policy is taken away is refused, and works again with it", async () => {
  const api = await apiOf("demo");
  const configuration = await system.aws.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: "accession-local-list-orders" }),
  );
  const role = { RoleName: configuration.Role?.split("/").at(-1) ?? "", PolicyName: "inline" };
  const { PolicyDocument: policy = "" } = await system.aws.iam.send(new GetRolePolicyCommand(role));
  expect((await api.call("GET", "/v1/orders")).status).toBe(200);
  await system.aws.iam.send(new DeleteRolePolicyCommand(role));
  try {
    expect((await api.call("GET", "/v1/orders")).status).toBe(500);
  } finally {
    await system.aws.iam.send(
      new PutRolePolicyCommand({ ...role, PolicyDocument: decodeURIComponent(policy) }),
    );
  }
  expect((await api.call("GET", "/v1/orders")).status).toBe(200);
});
