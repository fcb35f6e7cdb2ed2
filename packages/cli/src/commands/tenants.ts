import type { Command } from "@commander-js/extra-typings";
import { getTenant, listTenants, registerTenant, setTenant, type Tenant } from "../client/tenants.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { printList } from "../output/print-list.ts";
import { type Column, fieldLines } from "../output/table.ts";
import { uploaderPolicy } from "../tenants/uploader-policy.ts";
import { UsageError } from "../usage-error.ts";
import {
  allOption,
  bucketGiven,
  jsonOption,
  limitOption,
  slugGiven,
  tenantOption,
  wholeNumber,
} from "./options.ts";

const COLUMNS: readonly Column<Tenant>[] = [
  { title: "TENANT", value: ({ slug }) => slug },
  { title: "ID", value: ({ id }) => id },
  { title: "QUIET PERIOD", value: ({ settings }) => `${settings.quietPeriodSeconds} s`, align: "right" },
  { title: "ISSUER", value: ({ settings }) => settings.defaultIssuer },
  { title: "RETENTION", value: ({ settings }) => retention(settings.retentionDays), align: "right" },
  { title: "TIME ZONE", value: ({ settings }) => settings.timeZone },
];

export function addTenantsCommand(parent: Command, io: Io): void {
  const tenants = parent
    .command("tenants")
    .description("Register tenants and set what is theirs, as an operator of the system.");
  addListCommand(tenants, io);
  addShowCommand(tenants, io);
  addAddCommand(tenants, io);
  addSetCommand(tenants, io);
  addPolicyCommand(tenants, io);
}

function addListCommand(tenants: Command, io: Io): void {
  tenants
    .command("list")
    .description("List all tenants.")
    .addOption(limitOption())
    .addOption(allOption())
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText("after", `\nExample:\n  accession tenants list\n${EXIT_CODES_HELP}`)
    .action(async ({ all, json, limit, tenant }) => {
      await printList(io, listTenants(await io.api(tenant), limit), { all, json }, COLUMNS);
    });
}

function addShowCommand(tenants: Command, io: Io): void {
  tenants
    .command("show")
    .description("Show a tenant with its settings.")
    .argument("<slug>", "of the tenant", slugGiven)
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText("after", `\nExample:\n  accession tenants show demo --json\n${EXIT_CODES_HELP}`)
    .action(async (slug, { json, tenant }) => {
      printTenant(io, await getTenant(await io.api(tenant), slug), json);
    });
}

function addAddCommand(tenants: Command, io: Io): void {
  withSettings(tenants.command("add"))
    .description("Register a tenant. The slug is its part of object keys, and never changes.")
    .argument("<slug>", "of the tenant", slugGiven)
    .addHelpText("after", `\nExample:\n  accession tenants add st-anna --issuer RIS-ANNA\n${EXIT_CODES_HELP}`)
    .action(async (slug, { json, tenant, ...options }) => {
      printTenant(io, await registerTenant(await io.api(tenant), slug, settingsOf(options)), json);
    });
}

function addSetCommand(tenants: Command, io: Io): void {
  withSettings(tenants.command("set"))
    .description("Change settings of a tenant; what is not named stays. It takes effect within a minute.")
    .argument("<slug>", "of the tenant", slugGiven)
    .option("--version <n>", "refuse unless the settings stand at it", (value) => wholeNumber(value, 1))
    .addHelpText(
      "after",
      `
Examples:
  accession tenants set demo --quiet-period 120
  accession tenants set demo --retention-days 90 --no-issuer
${EXIT_CODES_HELP}`,
    )
    .action(async (slug, { json, tenant, version, ...options }) => {
      const named = settingsOf(options);
      if (Object.keys(named).length === 0)
        throw new UsageError("Say what to change, such as --quiet-period 120.");
      const api = await io.api(tenant);
      const present = await getTenant(api, slug);
      const settings = { ...present.settings, ...named };
      printTenant(io, await setTenant(api, slug, settings, version ?? present.version), json);
    });
}

function addPolicyCommand(tenants: Command, io: Io): void {
  tenants
    .command("uploader-policy")
    .description("Print the IAM policy for a machine that uploads for a tenant with credentials of its own.")
    // What stands in a policy for more than itself (`*`, `?`, `${…}`) would be the prefix of other tenants too.
    .argument("<slug>", "of the tenant", slugGiven)
    .requiredOption("--bucket <name>", "the bucket of uploads", bucketGiven)
    .addHelpText(
      "after",
      `
Example:
  aws iam put-role-policy --role-name st-anna-uploader --policy-name uploads \\
    --policy-document "$(accession tenants uploader-policy st-anna --bucket <name>)"
${EXIT_CODES_HELP}`,
    )
    .action((slug, { bucket }) => io.print(JSON.stringify(uploaderPolicy(bucket, slug), undefined, 2)));
}

/** The settings as options; `--no-…` takes one away. */
function withSettings(command: Command) {
  return command
    .option("--quiet-period <seconds>", "after which a study is complete, 0 to 900", (value) =>
      wholeNumber(value, 0),
    )
    .option("--issuer <name>", "issuer of accession numbers that files and orders leave out")
    .option("--no-issuer", "there is none any more")
    .option("--retention-days <n>", "after which files are deleted, 1 to 365", (value) =>
      wholeNumber(value, 1),
    )
    .option("--no-retention-days", "keep files until the bucket's own rule ends them")
    .option("--time-zone <name>", "such as Europe/Berlin")
    .addOption(jsonOption())
    .addOption(tenantOption());
}

interface SettingsOptions {
  readonly quietPeriod?: number | undefined;
  readonly issuer?: string | boolean | undefined;
  readonly retentionDays?: number | boolean | undefined;
  readonly timeZone?: string | undefined;
}

/** What the options name; undefined where one is taken away, which leaves it out of the body. */
function settingsOf({ quietPeriod, issuer, retentionDays, timeZone }: SettingsOptions) {
  return {
    ...(quietPeriod !== undefined && { quietPeriodSeconds: quietPeriod }),
    ...(typeof issuer === "string" && { defaultIssuer: issuer }),
    ...(issuer === false && { defaultIssuer: undefined }),
    ...(typeof retentionDays === "number" && { retentionDays }),
    ...(retentionDays === false && { retentionDays: undefined }),
    ...(timeZone !== undefined && { timeZone }),
  };
}

const retention = (days: number | undefined): string => (days === undefined ? "" : `${days} days`);

function printTenant(io: Io, tenant: Tenant, json: true | undefined): void {
  const { slug, id, version, settings } = tenant;
  const lines = fieldLines({
    Tenant: slug,
    Id: id,
    Version: version,
    "Quiet period": `${settings.quietPeriodSeconds} s`,
    Issuer: settings.defaultIssuer,
    Retention: retention(settings.retentionDays) || undefined,
    "Time zone": settings.timeZone,
  });
  for (const line of json === true ? [jsonLine(tenant)] : lines) io.print(line);
}
