import {
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiCommand,
  DeleteAuthorizerCommand,
  DeleteIntegrationCommand,
  DeleteRouteCommand,
  DeleteStageCommand,
  UpdateApiCommand,
  UpdateAuthorizerCommand,
  UpdateIntegrationCommand,
  UpdateRouteCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import { ENGINE_REGION } from "../engine/start-engine.ts";
import { ACCOUNT } from "../program/data-sources.ts";
import type { DeclaredResource } from "../program/resource.ts";
import { type Family, pascalCase, updated } from "./kind.ts";

type Inputs = DeclaredResource["inputs"];

const apiSettings = (inputs: Inputs) => ({
  Name: inputs["name"],
  CorsConfiguration: pascalCase(inputs["corsConfiguration"]) as object,
});
const stageSettings = (inputs: Inputs) => ({
  ApiId: inputs["apiId"],
  StageName: inputs["name"],
  AutoDeploy: inputs["autoDeploy"],
  ...(inputs["defaultRouteSettings"] && {
    DefaultRouteSettings: pascalCase(inputs["defaultRouteSettings"]) as object,
  }),
});
const authorizerSettings = (inputs: Inputs) => ({
  ApiId: inputs["apiId"],
  Name: inputs["name"],
  AuthorizerType: inputs["authorizerType"],
  IdentitySource: inputs["identitySources"],
  JwtConfiguration: {
    Issuer: inputs["jwtConfiguration"].issuer,
    Audience: inputs["jwtConfiguration"].audiences,
  },
});
const integrationSettings = (inputs: Inputs) => ({
  ApiId: inputs["apiId"],
  IntegrationType: inputs["integrationType"],
  IntegrationUri: inputs["integrationUri"],
  PayloadFormatVersion: inputs["payloadFormatVersion"],
});
const routeSettings = (inputs: Inputs) => ({
  ApiId: inputs["apiId"],
  RouteKey: inputs["routeKey"],
  Target: inputs["target"],
  AuthorizationType: inputs["authorizationType"],
  AuthorizerId: inputs["authorizerId"],
  AuthorizationScopes: inputs["authorizationScopes"],
});

export const apiGateway: Family = {
  "aws:apigatewayv2/api:Api": {
    make: async ({ inputs }, { aws, endpoint }) => {
      const { ApiId: id } = await aws.apiGateway.send(
        new CreateApiCommand({ ...apiSettings(inputs), ProtocolType: inputs["protocolType"] }),
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
    update: async (resource, { aws }, before) => {
      await aws.apiGateway.send(new UpdateApiCommand({ ...apiSettings(resource.inputs), ApiId: before.id }));
      return updated(resource, before);
    },
    remove: ({ id }, { aws }) => aws.apiGateway.send(new DeleteApiCommand({ ApiId: id })),
  },
  "aws:apigatewayv2/stage:Stage": {
    fixed: ["apiId"],
    make: async ({ inputs }, { aws }) => {
      await aws.apiGateway.send(new CreateStageCommand(stageSettings(inputs)));
      return { id: inputs["name"], state: inputs };
    },
    update: async (resource, { aws }, before) => {
      await aws.apiGateway.send(new UpdateStageCommand(stageSettings(resource.inputs)));
      return updated(resource, before);
    },
    remove: ({ id, inputs }, { aws }) =>
      aws.apiGateway.send(new DeleteStageCommand({ ApiId: inputs["apiId"], StageName: id })),
  },
  "aws:apigatewayv2/authorizer:Authorizer": {
    fixed: ["apiId"],
    make: async ({ inputs }, { aws }) => {
      const { AuthorizerId: id } = await aws.apiGateway.send(
        new CreateAuthorizerCommand(authorizerSettings(inputs)),
      );
      return { id: id ?? "", state: inputs };
    },
    update: async (resource, { aws }, before) => {
      await aws.apiGateway.send(
        new UpdateAuthorizerCommand({ ...authorizerSettings(resource.inputs), AuthorizerId: before.id }),
      );
      return updated(resource, before);
    },
    remove: ({ id, inputs }, { aws }) =>
      aws.apiGateway.send(new DeleteAuthorizerCommand({ ApiId: inputs["apiId"], AuthorizerId: id })),
  },
  "aws:apigatewayv2/integration:Integration": {
    fixed: ["apiId"],
    make: async ({ inputs }, { aws }) => {
      const { IntegrationId: id } = await aws.apiGateway.send(
        new CreateIntegrationCommand(integrationSettings(inputs)),
      );
      return { id: id ?? "", state: inputs };
    },
    update: async (resource, { aws }, before) => {
      await aws.apiGateway.send(
        new UpdateIntegrationCommand({ ...integrationSettings(resource.inputs), IntegrationId: before.id }),
      );
      return updated(resource, before);
    },
    remove: ({ id, inputs }, { aws }) =>
      aws.apiGateway.send(new DeleteIntegrationCommand({ ApiId: inputs["apiId"], IntegrationId: id })),
  },
  "aws:apigatewayv2/route:Route": {
    fixed: ["apiId"],
    make: async ({ inputs }, { aws }) => {
      const { RouteId: id } = await aws.apiGateway.send(new CreateRouteCommand(routeSettings(inputs)));
      return { id: id ?? "", state: inputs };
    },
    update: async (resource, { aws }, before) => {
      await aws.apiGateway.send(
        new UpdateRouteCommand({ ...routeSettings(resource.inputs), RouteId: before.id }),
      );
      return updated(resource, before);
    },
    remove: ({ id, inputs }, { aws }) =>
      aws.apiGateway.send(new DeleteRouteCommand({ ApiId: inputs["apiId"], RouteId: id })),
  },
};
