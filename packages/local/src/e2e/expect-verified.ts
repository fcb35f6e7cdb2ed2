/** Runs after every end-to-end test file: whatever it did, everything adds up. A file that breaks things mends them. */
import { type ApiClient, apiClient } from "@accession/cli/client/api-client";
import { signInAsTenant } from "@accession/cli/client/sign-in";
import { verify } from "@accession/cli/client/verification";
import { afterAll } from "vitest";
import { waitUntil } from "../engine/wait-until.ts";
import { system } from "./under-test.ts";

/** What is on its way gets there in seconds; what a sweeper makes good takes it a minute or two. */
const SETTLES_WITHIN_MS = 150_000;

afterAll(() => expectVerified(), SETTLES_WITHIN_MS + 60_000);

/** Waits until every law holds as of now. Fails with what breaks them. */
async function expectVerified(): Promise<void> {
  const api = apiClient(system.endpoints.api, await signInAsTenant(system.endpoints, "demo"));
  let violations: readonly string[] = [];
  const holds = async () => {
    violations = await violationsNow(api);
    return violations.length === 0 ? true : undefined;
  };
  await waitUntil("every law holds", SETTLES_WITHIN_MS, holds, 1000).catch((cause: unknown) => {
    throw new Error(`Not everything adds up:\n${violations.join("\n")}`, { cause });
  });
}

async function violationsNow(api: ApiClient): Promise<string[]> {
  const found: string[] = [];
  for await (const portion of verify(api, { asOf: new Date().toISOString() }))
    found.push(...portion.violations.map((violation) => JSON.stringify(violation)));
  return found;
}
