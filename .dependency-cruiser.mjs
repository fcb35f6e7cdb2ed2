/** The direction of dependencies: events, dicom ← core ← aws ← functions; stacks → infra, and functions by path string. */
const between = (name, from, to, comment) => ({
  name,
  severity: "error",
  comment,
  from: { path: from, pathNot: "\\.test\\.ts$|/test-[a-z-]+\\.ts$|/testing/|/program-under-test\\.ts$" },
  to: { path: to },
});

export default {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-unresolved",
      severity: "error",
      comment: "An import that resolves to nothing is a typo or a missing dependency.",
      from: { pathNot: "^(stacks|infra|sst\\.config)" },
      // Types alone: there is no such module at run time.
      to: { couldNotResolve: true, pathNot: "^aws-lambda$" },
    },
    between("events-depend-on-nothing", "^events/", "^(packages|infra|stacks)/", "Contracts know nobody."),
    between(
      "dicom-depends-on-nothing",
      "^packages/dicom/",
      "^(events|infra|stacks|packages/(?!dicom/))",
      "Bytes to header, and nothing else.",
    ),
    between(
      "core-is-pure",
      "^packages/core/",
      "^(infra|stacks|packages/(?!core/|dicom/))|node_modules/(@aws-sdk|@aws-lambda-powertools|sst|pg|@middy)/|^(node:)?(fs|http|https|net|child_process|process|timers)",
      "The domain has no AWS, no SST, no database, no environment.",
    ),
    between(
      "aws-holds-adapters",
      "^packages/aws/",
      "^(infra|stacks|packages/(?!aws/|core/|dicom/))|node_modules/(sst|@middy|@aws-lambda-powertools)/",
      "Adapters implement ports of the core.",
    ),
    between(
      "functions-are-thin",
      "^packages/functions/",
      "^(infra|stacks|packages/(?!functions/|aws/|core/|dicom/))",
      "Handlers parse, call one use case, map.",
    ),
    between(
      "infra-knows-no-code",
      "^infra/",
      "^(stacks|events|packages)/",
      "Nouns: resources with their reliability values.",
    ),
    between(
      "stacks-name-handlers-by-path",
      "^stacks/",
      "^(events|packages)/",
      "A handler is a string to the program: importing it would run it at deploy time.",
    ),
    {
      name: "sdks-live-in-aws",
      severity: "error",
      comment: "One place talks to AWS and to Postgres.",
      from: {
        path: "^(events|packages/(dicom|core|functions|testing))/",
        pathNot: "\\.test\\.ts$|/runtime/composition-",
      },
      to: { path: "node_modules/(@aws-sdk|pg)/" },
    },
    {
      name: "links-are-read-in-compositions",
      severity: "error",
      comment: "Only the compositions know which resources a function is linked to.",
      from: { path: "^packages/", pathNot: "^packages/functions/src/runtime/composition-" },
      to: { path: "node_modules/sst/" },
    },
    {
      name: "tests-are-not-imported",
      severity: "error",
      from: { pathNot: "\\.test\\.ts$" },
      to: { path: "\\.test\\.ts$" },
    },
    {
      name: "runtime-does-not-depend-on-testing",
      severity: "error",
      from: {
        path: "^(events|packages/(dicom|core|aws|functions|cli))/",
        pathNot: "\\.test\\.ts$|/test-[a-z-]+\\.ts$",
      },
      to: { path: "^packages/(testing|local)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "node_modules/|^\\.sst/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".mjs", ".js", ".json"],
    },
  },
};
