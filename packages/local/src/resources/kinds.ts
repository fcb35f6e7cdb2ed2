import type { DeclaredResource } from "../program/resource.ts";
import { apiGateway } from "./api-gateway.ts";
import { bucket } from "./bucket.ts";
import { bucketSettings } from "./bucket-settings.ts";
import { cognito } from "./cognito.ts";
import { dynamodb } from "./dynamodb.ts";
import { events } from "./events.ts";
import { iam } from "./iam.ts";
import type { Family, Kind } from "./kind.ts";
import { lambda } from "./lambda.ts";
import { mail } from "./mail.ts";
import { monitoring } from "./monitoring.ts";
import { network } from "./network.ts";
import { random } from "./random.ts";
import { rds } from "./rds.ts";
import { UnknownResourceKind } from "./resource-errors.ts";
import { sqs } from "./sqs.ts";
import { stepFunctions } from "./step-functions.ts";

const KINDS: Family = {
  ...apiGateway,
  ...bucket,
  ...bucketSettings,
  ...cognito,
  ...dynamodb,
  ...events,
  ...iam,
  ...lambda,
  ...mail,
  ...monitoring,
  ...network,
  ...random,
  ...rds,
  ...sqs,
  ...stepFunctions,
};

/** The kind of a resource of the program, or UnknownResourceKind. */
export function kindOf(resource: DeclaredResource): Kind {
  const kind = KINDS[resource.type];
  if (kind === undefined) throw new UnknownResourceKind(resource);
  return kind;
}
