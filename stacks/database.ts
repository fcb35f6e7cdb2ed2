import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { appDatabase, ownerDatabase } from "../infra/database.ts";
import { handlerArgs } from "../infra/functions.ts";

const migrate = new sst.aws.Function("MigrateDatabase", {
  ...handlerArgs("migrate-database", {
    handler: "packages/functions/src/database/migrate-database",
    link: [ownerDatabase, appDatabase],
    timeoutSeconds: 300,
    inVpc: true,
    // The writer's certificate is signed by the RDS authority, which this file of the runtime holds.
    environment: { NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem" },
  }),
  copyFiles: [{ from: "packages/aws/migrations", to: "migrations" }],
});

/** Runs again whenever a migration file is added: before it, nothing that reads the database is of use. */
new aws.lambda.Invocation("DatabaseMigrated", {
  functionName: migrate.name,
  input: JSON.stringify({}),
  triggers: { migrations: digestOf(join($cli.paths.root, "packages/aws/migrations")) },
});

function digestOf(folder: string): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest("hex");
}
