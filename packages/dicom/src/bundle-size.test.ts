import { join } from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";

it("adds at most 60 KB to a function's bundle, minified", async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "inspect-instance.ts")],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node24",
    write: false,
  });
  const bytes = outputFiles.reduce((sum, { contents }) => sum + contents.length, 0);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(60 * 1024);
});
