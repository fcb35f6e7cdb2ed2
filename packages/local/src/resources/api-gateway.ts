import {
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import { ENGINE_REGION } from "../engine/start-engine.ts";
import { ACCOUNT } from "../program/data-sources.ts";
import { type Family, pascalCase } from "./kind.ts";

export const apiGateway: Family = {
  "aws:apigatewayv2/api:Api": async ({ inputs }, { aws, endpoint }) => {
    const { ApiId: id } = await aws.apiGateway.send(
      new CreateApiCommand({
        Name: inputs["name"],
        ProtocolType: inputs["protocolType"],
        CorsConfiguration: pascalCase(inputs["corsConfiguration"]) as object,
      }),
    );
    return {
      id: id ?? "",
      state: {
        ...inputs,
        apiEndpoint: `http://${id}.execute-api.${new URL(endpoint).host}`,
        executionArn: `arn:aws:execute-api:${ENGINE_REGION}:${ACCOUNT}:${id}`,
        arn: `arn:aws:apigateway:${ENGINE_REGION}::/apis/${id}`,
      },
    };
  },
  "aws:apigatewayv2/stage:Stage": async ({ inputs }, { aws }) => {
    await aws.apiGateway.send(
      new CreateStageCommand({
        ApiId: inputs["apiId"],
        StageName: inputs["name"],
        AutoDeploy: inputs["autoDeploy"],
        ...(inputs["defaultRouteSettings"] && {
          DefaultRouteSettings: pascalCase(inputs["defaultRouteSettings"]) as object,
        }),
      }),
    );
    return { id: inputs["name"], state: inputs };
  },
  "aws:apigatewayv2/authorizer:Authorizer": async ({ inputs }, { aws }) => {
    const { AuthorizerId: id } = await aws.apiGateway.send(
      new CreateAuthorizerCommand({
        ApiId: inputs["apiId"],
        Name: inputs["name"],
        AuthorizerType: inputs["authorizerType"],
        IdentitySource: inputs["identitySources"],
        JwtConfiguration: {
          Issuer: inputs["jwtConfiguration"].issuer,
          Audience: inputs["jwtConfiguration"].audiences,
        },
      }),
    );
    return { id: id ?? "", state: inputs };
  },
  "aws:apigatewayv2/integration:Integration": async ({ inputs }, { aws }) => {
    const { IntegrationId: id } = await aws.apiGateway.send(
      new CreateIntegrationCommand({
        ApiId: inputs["apiId"],
        IntegrationType: inputs["integrationType"],
        IntegrationUri: inputs["integrationUri"],
        PayloadFormatVersion: inputs["payloadFormatVersion"],
      }),
    );
    return { id: id ?? "", state: inputs };
  },
  "aws:apigatewayv2/route:Route": async ({ inputs }, { aws }) => {
    const { RouteId: id } = await aws.apiGateway.send(
      new CreateRouteCommand({
        ApiId: inputs["apiId"],
        RouteKey: inputs["routeKey"],
        Target: inputs["target"],
        AuthorizationType: inputs["authorizationType"],
        AuthorizerId: inputs["authorizerId"],
        AuthorizationScopes: inputs["authorizationScopes"],
      }),
    );
    return { id: id ?? "", state: inputs };
  },
};
