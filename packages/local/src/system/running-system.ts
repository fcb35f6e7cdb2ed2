import type { Endpoints } from "@accession/cli/client/endpoints";
import type { EvaluatedProgram } from "../program/evaluate-program.ts";
import { type AwsClients, awsClients } from "../resources/aws-clients.ts";

/** A system that is up, as another process can know it: plain data. */
export interface SystemDescription {
  readonly endpoints: Endpoints;
  /** What the program declares, with the attributes that the engine gave. */
  readonly resources: EvaluatedProgram["resources"];
  /** Where the engine and Postgres keep their logs and state. */
  readonly folder: string;
}

/** A system that is up, with clients of its engine's root account. */
export interface RunningSystem extends SystemDescription {
  readonly aws: AwsClients;
}

export function connectToSystem(description: SystemDescription): RunningSystem {
  return { ...description, aws: awsClients(description.endpoints.aws.endpoint) };
}
