import { readFile, rm } from "node:fs/promises";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { PLATFORM, ROOT } from "../set-up/paths.ts";

/** The parts of Pulumi that the reader drives. */
export interface PulumiRuntime {
  readonly runtime: {
    setMocks(
      mocks: {
        newResource(args: MockResource): Promise<{ id: string; state: Record<string, unknown> }>;
        call(args: { token: string; inputs: Record<string, unknown> }): Record<string, unknown>;
      },
      project: string,
      stack: string,
      preview: boolean,
    ): Promise<void>;
    runInPulumiStack(init: () => Promise<unknown>): Promise<unknown>;
    registerStackTransformation(
      transformation: (args: {
        resource: object;
        name: string;
        type: string;
        opts: { parent?: object };
      }) => undefined,
    ): void;
  };
  output(value: unknown): { apply(callback: (value: unknown) => void): unknown };
}

export interface MockResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly custom?: boolean;
}

export interface BundledProgram {
  readonly pulumi: PulumiRuntime;
  /** SST's own entry: sets the defaults of its components, then runs the program. */
  run(program: unknown): Promise<unknown>;
  readonly config: { run: unknown };
}

export interface BundleOptions {
  readonly app: Record<string, unknown>;
  /** SST's idea of its command line: where its files are. */
  readonly cli: Record<string, unknown>;
}

/** Bundles `sst.config.ts` with SST's components, as SST's own CLI does, and loads it. */
export async function bundleProgram(options: BundleOptions): Promise<BundledProgram> {
  const file = join(PLATFORM, `program-${process.pid}-${Date.now()}.mjs`);
  await build({
    stdin: {
      contents: `
        import * as pulumi from "@pulumi/pulumi";
        import { run } from "${PLATFORM}/src/auto/run.ts";
        import config from "${ROOT}/sst.config.ts";
        export { pulumi, run, config };`,
      resolveDir: ROOT,
      sourcefile: "program.ts",
      loader: "ts",
    },
    bundle: true,
    outfile: file,
    format: "esm",
    platform: "node",
    target: "node24",
    keepNames: true,
    sourcemap: "inline",
    sourcesContent: false,
    mainFields: ["module", "main"],
    nodePaths: [join(PLATFORM, "node_modules")],
    external: EXTERNAL,
    define: { $app: JSON.stringify(options.app), $cli: JSON.stringify(options.cli), $dev: "false" },
    inject: [join(PLATFORM, "src/shim/run.js")],
    banner: { js: BANNER },
    plugins: [providersAreGlobal],
    logLevel: "silent",
  });
  // Before the import: errors and origins then name the program's own lines.
  process.setSourceMapsEnabled(true);
  try {
    return await import(pathToFileURL(file).href);
  } finally {
    await rm(file);
  }
}

/** Left to Node: they are large, or find their files beside them. */
const EXTERNAL = [
  "@pulumi/*",
  "@pulumiverse/*",
  "@aws-sdk/*",
  "@cloudflare/unenv-preset",
  "archiver",
  "astro-sst",
  "esbuild",
  "glob",
  "lightningcss",
  "prettier",
  "ts-node",
  "typescript",
  "undici",
  "unenv",
  "vite",
];

/** SST's components are CommonJS at heart. */
const BANNER = `
import { createRequire as topLevelCreateRequire } from "module";
import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url";
const require = topLevelCreateRequire(import.meta.url);
const __filename = topLevelFileUrlToPath(import.meta.url);
const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url));
`;

/** In a program, \`aws\`, \`random\` and \`sst\` are there without an import. */
const providersAreGlobal: Plugin = {
  name: "providers-are-global",
  setup(bundle) {
    bundle.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const contents = await readFile(path, "utf8");
      // By its real path, wherever a link leads to it from.
      const ours = !path.includes(join(sep, ".sst", "platform", sep));
      const imports =
        'import * as aws from "@pulumi/aws";import * as random from "@pulumi/random";' +
        `import * as sst from "${PLATFORM}/src/components";`;
      return { contents: ours ? imports + contents : contents, loader: "ts" };
    });
  },
};
