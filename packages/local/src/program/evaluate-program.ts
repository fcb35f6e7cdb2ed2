import { join } from "node:path";
import { PLATFORM, ROOT } from "../set-up/paths.ts";
import { bundleProgram } from "./bundle-program.ts";
import { answerCall } from "./data-sources.ts";
import { type Origins, recordOrigins } from "./origin.ts";
import { plainInputs } from "./plain-inputs.ts";
import { Registrations } from "./registrations.ts";
import type { DeclaredFunction, DeclaredResource, MadeResource } from "./resource.ts";
import { type BuildAnswer, startRpcServer } from "./rpc-server.ts";

export interface EvaluateOptions {
  readonly stage: string;
  readonly region: string;
  /** Where SST's components put archives of code. */
  readonly workFolder: string;
  /** Makes one resource, or only records it. */
  readonly make: (resource: DeclaredResource) => Promise<MadeResource>;
  /** Builds one handler, or only notes it. */
  readonly build: (fn: DeclaredFunction) => Promise<BuildAnswer>;
}

/** The program as it was read. */
export interface EvaluatedProgram {
  readonly resources: readonly (DeclaredResource & MadeResource)[];
  readonly functions: readonly DeclaredFunction[];
  /** What `run()` returned, with its outputs resolved. */
  readonly outputs: Record<string, unknown>;
}

/**
 * Runs the SST program with SST's real components; Pulumi's test mocks stand where its engine would be, and hand each
 * resource to `make` as soon as its inputs are known. Once per process: Pulumi's runtime is global.
 */
export async function evaluateProgram(options: EvaluateOptions): Promise<EvaluatedProgram> {
  const resources: (DeclaredResource & MadeResource)[] = [];
  const functions: DeclaredFunction[] = [];
  const registrations = new Registrations();
  const rpc = await startRpcServer((fn) => {
    functions.push(fn);
    return options.build(fn);
  });
  // Pulumi lets the failure of one resource surface again, unawaited, in each that depends on it.
  const onUnhandled = (error: unknown) => registrations.fail(error);
  process.on("unhandledRejection", onUnhandled);
  process.env["SST_SERVER"] = rpc.url;
  process.env["PULUMI_NODEJS_PROJECT"] = "accession";
  process.env["PULUMI_NODEJS_STACK"] = options.stage;
  try {
    const { pulumi, run, config } = await bundleProgram(programSettings(options));
    let origins: Origins | undefined;
    await pulumi.runtime.setMocks(
      {
        newResource: ({ type, name, inputs, custom }) => {
          if (custom === false || isComponent(type)) {
            registrations.component(type, name);
            return Promise.resolve({ id: `${name}-id`, state: inputs });
          }
          const declared = {
            type,
            name,
            inputs: plainInputs(inputs) as DeclaredResource["inputs"],
            origin: origins?.of(type, name) ?? "",
          };
          const make = async () => {
            const made = await options.make(declared);
            resources.push({ ...declared, ...made });
            return { id: made.id, state: { ...made.state } };
          };
          return registrations.resource(type, name, make());
        },
        call: ({ token, inputs }) => answerCall(token, plainInputs(inputs) as Record<string, unknown>),
      },
      "accession",
      options.stage,
      false,
    );
    const ran = pulumi.runtime.runInPulumiStack(() => {
      origins = recordOrigins(pulumi);
      return run(config.run);
    });
    const outputs = await Promise.race([ran, registrations.failed]);
    await registrations.done();
    const resolved = await new Promise<unknown>((resolve) => pulumi.output(outputs).apply(resolve));
    return { resources, functions, outputs: (resolved ?? {}) as Record<string, unknown> };
  } finally {
    await registrations.settled();
    await rpc.stop();
    // After a failure its echoes still come: the caller reports the first and ends.
    if (!registrations.hasFailed) process.off("unhandledRejection", onUnhandled);
  }
}

const isComponent = (type: string): boolean => type.startsWith("sst:") || type === "pulumi:pulumi:Stack";

function programSettings(options: EvaluateOptions) {
  return {
    app: {
      name: "accession",
      stage: options.stage,
      removal: "remove",
      protect: false,
      home: "aws",
      providers: { aws: { region: options.region } },
    },
    cli: {
      command: "deploy",
      dev: false,
      paths: { home: join(ROOT, ".sst"), root: ROOT, work: options.workFolder, platform: PLATFORM },
      state: { version: {} },
    },
  };
}
