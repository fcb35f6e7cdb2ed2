import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Command } from "@commander-js/extra-typings";
import { placeOrder } from "../client/orders.ts";
import { givenPath } from "../files/given-path.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { accessionNumbersText, moneyText } from "../output/order-lines.ts";
import { fieldLines } from "../output/table.ts";
import { UsageError } from "../usage-error.ts";
import { IMAGING_OPTIONS, type ImagingOptions, imagingRequestOf } from "./imaging-request.ts";
import { collect, jsonOption, tenantOption, wholeNumber } from "./options.ts";

interface LineOptions extends ImagingOptions {
  readonly sku?: readonly string[] | undefined;
  readonly quantity?: readonly number[] | undefined;
  readonly price?: readonly number[] | undefined;
  readonly currency: string;
  readonly paymentToken: string;
  readonly shipTo?: string | undefined;
}

export function addPlaceCommand(parent: Command, io: Io): void {
  parent
    .command("place")
    .description("Place an order of goods, or of imaging with --imaging.")
    .option("--sku <sku>", "an article; give it again for each line", collect(String))
    .option(
      "--quantity <n>",
      "of the article before it; 1 when left out for all",
      collect((value) => wholeNumber(value, 1)),
    )
    .option(
      "--price <minor>",
      "price of one, in cents or what the currency has; once for all lines, or for each (default: 1000)",
      collect((value) => wholeNumber(value, 0)),
    )
    .option("--currency <code>", "ISO 4217", "EUR")
    .option(
      "--payment-token <token>",
      "from the payment gateway; the sandbox's say what happens",
      "tok_approve",
    )
    .option("--ship-to <reference>", "reference of a known address (default: front-desk)")
    .option("--imaging", "order procedures: the studies that carry their accession numbers fulfil them")
    .option("--patient <id>", "whom the imaging is for")
    .option("--patient-name <name>", "as in DICOM: Doe^Jane")
    .option("--birth-date <yyyymmdd>", "the patient's")
    .option(
      "--number <accession number>",
      "again for each procedure; given out when it is left out",
      collect(String),
    )
    .option("--issuer <issuer>", "who gives out the numbers (default: the tenant's own)")
    .option("--procedure <code>", "code of what is to be done")
    .option("--modality <code>", "CT, MR, …")
    .option("--requested-date <yyyymmdd>", "when it is to be done")
    .option("--deadline <time>", "until when to wait for the studies, ISO 8601 (default: 14 days)")
    .option("--file <order.json>", "the whole request as the API takes it; - reads standard input")
    .option("--idempotency-key <key>", "the same key places the same order once (default: a new UUID)")
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
Sandbox tokens: tok_approve, tok_decline, tok_timeout_before, tok_timeout_after, tok_duplicate,
  tok_capture_decline, tok_capture_timeout, tok_unreachable.

Examples:
  accession orders place --sku GADOLINIUM-10ML --quantity 2
  accession orders place --sku GLOVES-M --quantity 10 --sku GOWN-L --quantity 4 --price 250 --price 900
  accession orders place --imaging --patient PAT-1 --number A-4711 --modality CT --price 12000
  accession orders place --file order.json --idempotency-key 6f1c…
${EXIT_CODES_HELP}`,
    )
    .action(async ({ file, idempotencyKey = randomUUID(), json, tenant, ...lines }) => {
      const request = file === undefined ? requestOf(lines) : await readRequest(file, lines);
      io.note(`Idempotency-Key: ${idempotencyKey}`);
      const { order, replayed, correlationId } = await placeOrder(
        await io.api(tenant),
        request,
        idempotencyKey,
      );
      if (replayed) io.note("The order was placed before with this key; nothing was placed now.");
      if (json === true) return io.print(jsonLine(order));
      const { id, status, total } = order;
      const fields = {
        Order: id,
        Status: status,
        Total: moneyText(total),
        "Accession numbers": accessionNumbersText(order),
        "Correlation id": correlationId,
      };
      for (const line of fieldLines(fields)) io.print(line);
      io.note(`Follow it: accession orders get ${id}`);
    });
}

/** The request of an order, from options. Throws UsageError when they do not fit together. */
export function requestOf(options: LineOptions): unknown {
  if (options.imaging !== true) return goodsRequestOf(options);
  if ((options.sku ?? options.quantity ?? options.shipTo) !== undefined) {
    throw new UsageError("An order is of goods or of imaging: leave --sku, --quantity and --ship-to out.");
  }
  return imagingRequestOf(options);
}

function goodsRequestOf(options: LineOptions): unknown {
  if (hasImaging(options)) throw new UsageError("A procedure is ordered with --imaging.");
  const { sku: skus = [], quantity: quantities = [], price: prices = [] } = options;
  if (skus.length === 0) throw new UsageError("Say what to order: --sku, --imaging or --file.");
  if (quantities.length > 0 && quantities.length !== skus.length) {
    throw new UsageError(
      `There are ${skus.length} --sku and ${quantities.length} --quantity: give one for each.`,
    );
  }
  if (prices.length > 1 && prices.length !== skus.length) {
    throw new UsageError(
      `There are ${skus.length} --sku and ${prices.length} --price: give one, or one for each.`,
    );
  }
  return {
    kind: "goods",
    lines: skus.map((sku, index) => ({
      sku,
      quantity: quantities[index] ?? 1,
      unitPrice: { amount: prices[index] ?? prices[0] ?? 1000, currency: options.currency },
    })),
    paymentToken: options.paymentToken,
    shipTo: { addressReference: options.shipTo ?? "front-desk" },
  };
}

function hasImaging(options: ImagingOptions): boolean {
  return IMAGING_OPTIONS.some((name) => options[name] !== undefined);
}

async function readRequest(file: string, options: LineOptions): Promise<unknown> {
  const { sku, quantity, price, imaging } = options;
  if ((sku ?? quantity ?? price ?? imaging) !== undefined || hasImaging(options)) {
    throw new UsageError("--file is the whole order: leave out what else says what to order.");
  }
  const text = await readFile(file === "-" ? "/dev/stdin" : givenPath(file), "utf8").catch(
    (cause: unknown) => {
      const { code } = cause as NodeJS.ErrnoException;
      throw new UsageError(`${file} cannot be read: ${code}.`, undefined, { cause });
    },
  );
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${file} is not JSON.`, undefined, { cause });
  }
}
