import { Command } from "@commander-js/extra-typings";
import { addDlqCommand } from "./commands/dlq.ts";
import { addInspectCommand } from "./commands/inspect.ts";
import { addInventoryCommand } from "./commands/inventory.ts";
import { addOrdersCommand } from "./commands/orders.ts";
import { addPickListsCommand } from "./commands/pick-lists.ts";
import { addReceiptsCommand } from "./commands/receipts.ts";
import { addReingestCommand } from "./commands/reingest.ts";
import { addRejectionsCommand } from "./commands/rejections.ts";
import { addReplayCommand } from "./commands/replay.ts";
import { addStudiesCommand } from "./commands/studies.ts";
import { addTenantsCommand } from "./commands/tenants.ts";
import { addTokenCommand } from "./commands/token.ts";
import { addTraceCommand } from "./commands/trace.ts";
import { addUploadCommand } from "./commands/upload.ts";
import { addVerifyCommand } from "./commands/verify.ts";
import { addWorklistCommand } from "./commands/worklist.ts";
import { EXIT_CODES_HELP, type Io } from "./io.ts";

/** The whole command line. Commander's own errors are thrown, so that whoever runs it decides how it ends. */
export function makeProgram(io: Io): Command {
  const program = new Command("accession")
    .description("Uploads DICOM files, places orders, shows what became of them, and mends what failed.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.print(text.replace(/\n$/, "")),
      writeErr: (text) => io.note(text.replace(/\n$/, "")),
    })
    .showHelpAfterError("Use --help for what it takes, with examples.")
    .addHelpText(
      "after",
      `
Commands other than inspect talk to the system that .accession/endpoints.json names while it is up (pnpm dev);
ACCESSION_ENDPOINTS names another such file, ACCESSION_TENANT another tenant than demo.

Examples:
  accession upload study/ --wait
  accession orders place --sku GADOLINIUM-10ML --quantity 2
  accession inspect scan.dcm --json
  accession dlq list
  accession verify
${EXIT_CODES_HELP}`,
    );
  addTokenCommand(program, io);
  addUploadCommand(program, io);
  addReceiptsCommand(program, io);
  addRejectionsCommand(program, io);
  addStudiesCommand(program, io);
  addOrdersCommand(program, io);
  addWorklistCommand(program, io);
  addInventoryCommand(program, io);
  addPickListsCommand(program, io);
  addReplayCommand(program, io);
  addReingestCommand(program, io);
  addDlqCommand(program, io);
  addVerifyCommand(program, io);
  addTenantsCommand(program, io);
  addTraceCommand(program, io);
  addInspectCommand(program, io);
  return program;
}
