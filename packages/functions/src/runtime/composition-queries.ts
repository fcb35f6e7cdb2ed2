/** What reads the index. Needs the link `AppDatabase`; everything on first use. */
import { postgresReceiptDirectory } from "@accession/aws/postgres/postgres-receipt-directory";
import { postgresStudyDirectory } from "@accession/aws/postgres/postgres-study-directory";
import { appPool } from "./composition-postgres.ts";
import { lazy } from "./lazy.ts";

export const receiptDirectory = lazy(() => postgresReceiptDirectory(appPool()));

/** For requests whose cursor is in the body. */
export const searchedReceiptDirectory = lazy(() => postgresReceiptDirectory(appPool(), "/cursor"));

export const studyDirectory = lazy(() => postgresStudyDirectory(appPool()));
