import { vpc } from "./network.ts";
import { stageName } from "./stage.ts";

export interface HandlerArgs {
  /** Path of the handler without its extension: `packages/functions/src/orders/place-order.http`. */
  readonly handler: string;
  /** What it must find at run time. A link carries an address, never a permission. */
  readonly link?: readonly sst.Linkable<Record<string, unknown>>[];
  /** What its role may do, and nothing else. */
  readonly permissions?: readonly sst.aws.FunctionPermissionArgs[];
  readonly timeoutSeconds?: number;
  readonly memory?: `${number} MB`;
  /** True for functions that link Postgres: only they sit in the VPC. */
  readonly inVpc?: boolean;
  readonly environment?: Record<string, $util.Input<string>>;
  /** Reserved concurrency: a bound on database connections of functions that no event source bounds. */
  readonly reservedConcurrency?: number;
}

/** The arguments of one function: one handler, one role, a name that a person recognises in a log. */
export function handlerArgs(name: string, args: HandlerArgs): sst.aws.FunctionArgs {
  return {
    name: stageName(name),
    handler: `${args.handler}.handler`,
    link: [...(args.link ?? [])],
    permissions: [...(args.permissions ?? []), TRACING],
    timeout: `${args.timeoutSeconds ?? 10} seconds`,
    environment: { POWERTOOLS_SERVICE_NAME: name, ...args.environment },
    ...(args.memory !== undefined && { memory: args.memory }),
    ...(args.inVpc === true && { vpc }),
    ...(args.reservedConcurrency !== undefined && { concurrency: { reserved: args.reservedConcurrency } }),
  };
}

/** X-Ray has no resources to name: `*` is the only value that these actions accept. */
const TRACING: sst.aws.FunctionPermissionArgs = {
  actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  resources: ["*"],
};
