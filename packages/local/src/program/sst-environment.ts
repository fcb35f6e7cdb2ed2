import type { DeclaredFunction } from "./resource.ts";

/** The text of `sst-env.d.ts`: the types of `Resource`, for the links of all functions, as `sst deploy` writes it. */
export function sstEnvironment(functions: readonly DeclaredFunction[]): string {
  const links = new Map<string, Record<string, unknown>>();
  for (const fn of functions)
    for (const [name, properties] of Object.entries(fn.links)) links.set(name, properties);
  const lines = [...links]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, properties]) => {
      const fields = Object.entries({ ...properties, type: "sst.sst.Linkable" })
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(
          ([field, value]) =>
            `${JSON.stringify(field)}: ${field === "type" ? JSON.stringify(value) : typeof value}`,
        );
      return `    ${JSON.stringify(name)}: { ${fields.join(", ")} }`;
    });
  return `${HEAD}${lines.join("\n")}\n${TAIL}`;
}

const HEAD = `/* Written by the local system from the links of the SST program, as \`sst deploy\` writes it. Do not edit. */
import "sst"
declare module "sst" {
  export interface Resource {
`;
const TAIL = `  }
}
export {}
`;
