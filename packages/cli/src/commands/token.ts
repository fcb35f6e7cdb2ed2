import type { Command } from "@commander-js/extra-typings";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { tenantOption } from "./options.ts";

export function addTokenCommand(parent: Command, io: Io): void {
  parent
    .command("token")
    .description("Print an access token of the local user pool, and nothing else.")
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
Example:
  curl -H "authorization: Bearer $(pnpm -s accession token)" http://127.0.0.1:…/v1/orders
${EXIT_CODES_HELP}`,
    )
    .action(async ({ tenant }) => io.print(await io.token(tenant)));
}
