/** What the global set-ups hand to the tests: `inject("databaseUrl")`. */
import type { EvaluatedProgram } from "../program/evaluate-program.ts";
import type { SystemDescription } from "../system/running-system.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Tests of `infra/` and `stacks/`: the program as data, of the stages `local` and `production`. */
    program: EvaluatedProgram;
    productionProgram: EvaluatedProgram;
    /** Integration tests: the superuser of a real Postgres 17; each test file makes a database of its own. */
    databaseUrl: string;
    /** Integration tests: the local AWS engine, empty, with IAM enforced; credentials `test` and `test`, us-east-1. */
    awsEndpoint: string;
    /** End-to-end tests: a whole system that is up. */
    system: SystemDescription;
  }
}
