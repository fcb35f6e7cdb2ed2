import { relative } from "node:path";
import { ROOT } from "../set-up/paths.ts";
import type { PulumiRuntime } from "./bundle-program.ts";

/** Says where each resource comes from, by the line of the program that was running when it was declared. */
export interface Origins {
  of(type: string, name: string): string;
}

export function recordOrigins(pulumi: PulumiRuntime): Origins {
  const byResource = new WeakMap<object, string>();
  const byName = new Map<string, string>();
  // SST's and Pulumi's own frames come first.
  Error.stackTraceLimit = 100;
  pulumi.runtime.registerStackTransformation(({ resource, type, name, opts }) => {
    const parent = opts.parent === undefined ? undefined : byResource.get(opts.parent);
    const origin = lineOfProgram(new Error("where").stack ?? "") ?? parent;
    if (origin !== undefined) {
      byResource.set(resource, origin);
      byName.set(`${type} ${name}`, origin);
    }
    return undefined;
  });
  return { of: (type, name) => byName.get(`${type} ${name}`) ?? "inside a component of SST" };
}

/** The line of a stack that declared the resource: `stacks/orders.ts:66`, or that of the building block in `infra/`. */
export function lineOfProgram(stack: string): string | undefined {
  const ours: string[] = [];
  for (const match of stack.matchAll(/(?:\(|at |file:\/\/)(\/[^()\s]+?):(\d+):\d+/g)) {
    const path = relative(ROOT, match[1] ?? "");
    if (/^(stacks|infra)\/|^sst\.config\.ts$/.test(path)) ours.push(`${path}:${match[2]}`);
  }
  return ours.find((line) => line.startsWith("stacks/")) ?? ours[0];
}
