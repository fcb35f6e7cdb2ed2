/** Schemathesis asks every route what its description allows and what it forbids: no 5xx, no undocumented answer. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { signInAsTenant } from "@accession/cli/client/sign-in";
import { expect, it } from "vitest";
import { API_TEST_ENVIRONMENT, API_TEST_REQUIREMENTS, pythonOf } from "../set-up/paths.ts";
import { ensurePythonEnvironment } from "../set-up/python-environment.ts";
import { runCommand } from "../set-up/run-command.ts";
import { system } from "./under-test.ts";

const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "missing_required_header",
];

const described = (document: { readonly paths: Readonly<Record<string, object>> }) =>
  Object.values(document.paths).flatMap((item) => Object.keys(item)).length;

it("the API answers as it is described, whatever it is asked", async () => {
  await ensurePythonEnvironment({ folder: API_TEST_ENVIRONMENT, requirements: API_TEST_REQUIREMENTS });
  const url = `${system.endpoints.api}/v1/openapi.json`;
  // Without a token.
  const document = await (await fetch(url)).json();
  const token = await signInAsTenant(system.endpoints, "demo");
  const folder = await mkdtemp(join(tmpdir(), "accession-api-test-"));
  try {
    const { code, stdout, stderr } = await runCommand(
      join(dirname(pythonOf(API_TEST_ENVIRONMENT)), "schemathesis"),
      [
        ...["run", url],
        ...["--header", `authorization: Bearer ${token}`],
        ...["--checks", CHECKS.join(",")],
        ...["--phases", "coverage,fuzzing"],
        ...["--max-examples", "3"],
        // The same questions each time: a failure can be asked again.
        ...["--seed", "20261121"],
        ...["--continue-on-failure", "--no-shrink", "--warnings", "off", "--suppress-health-check", "all"],
      ],
      // It leaves a folder with its reports where it runs.
      { cwd: folder, env: { ...process.env, COLUMNS: "200" } },
    );
    expect(code, `${stdout}\n${stderr}`.slice(0, 20_000)).toBe(0);
    // All but the one that it reads its questions from.
    expect(stdout).toContain(`${described(document as Parameters<typeof described>[0]) - 1} selected`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
