import { stage } from "./stage.ts";

/** What every function gets: Graviton, JSON logs that expire, X-Ray's own tracing, Powertools settings. */
$transform(sst.aws.Function, (args) => {
  args.runtime ??= "nodejs24.x";
  args.architecture ??= "arm64";
  args.memory ??= "512 MB";
  args.logging ??= { format: "json", retention: stage.logRetention };
  args.nodejs ??= { minify: true, sourcemap: true };
  args.environment = $output(args.environment ?? {}).apply((environment) => ({
    POWERTOOLS_METRICS_NAMESPACE: "Accession",
    POWERTOOLS_LOG_LEVEL: "INFO",
    NODE_OPTIONS: "--enable-source-maps",
    ...environment,
  }));
});

/** X-Ray samples each function; the SDK is not bundled (it is at the end of its life). */
$transform(aws.lambda.Function, (args) => {
  args.tracingConfig ??= { mode: "Active" };
});
