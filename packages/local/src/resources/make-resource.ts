import type { DeclaredResource, MadeResource } from "../program/resource.ts";
import { apiGateway } from "./api-gateway.ts";
import { cognito } from "./cognito.ts";
import { dynamodb } from "./dynamodb.ts";
import { events } from "./events.ts";
import { iam } from "./iam.ts";
import type { Family, World } from "./kind.ts";
import { lambda } from "./lambda.ts";
import { monitoring } from "./monitoring.ts";
import { network } from "./network.ts";
import { random } from "./random.ts";
import { rds } from "./rds.ts";
import { s3 } from "./s3.ts";
import { sqs } from "./sqs.ts";
import { stepFunctions } from "./step-functions.ts";

const KINDS: Family = {
  ...apiGateway,
  ...cognito,
  ...dynamodb,
  ...events,
  ...iam,
  ...lambda,
  ...monitoring,
  ...network,
  ...random,
  ...rds,
  ...s3,
  ...sqs,
  ...stepFunctions,
};

/** The program declares a resource that no family knows. */
export class UnknownResourceKind extends Error {
  readonly code = "unknown-resource-kind";

  constructor({ type, name, origin }: DeclaredResource) {
    super(
      `The local system cannot make ${type} "${name}" (${origin}). ` +
        "Add its kind to a family in packages/local/src/resources, or record it there if it means nothing locally.",
    );
    this.name = "UnknownResourceKind";
  }
}

/** The engine refused a resource of the program. */
export class ResourceFailed extends Error {
  readonly code = "resource-failed";

  constructor({ type, name, origin }: DeclaredResource, cause: unknown) {
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    super(`The local system could not make ${type} "${name}" (${origin}): ${reason}`, { cause });
    this.name = "ResourceFailed";
  }
}

/** Makes one resource of the program on the local engine. */
export async function makeResource(resource: DeclaredResource, world: World): Promise<MadeResource> {
  const make = KINDS[resource.type];
  if (make === undefined) throw new UnknownResourceKind(resource);
  try {
    return await make(resource, world);
  } catch (cause) {
    throw new ResourceFailed(resource, cause);
  }
}
