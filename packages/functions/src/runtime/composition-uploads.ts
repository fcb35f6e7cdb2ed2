/** What signs uploads. One of the few readers of `Resource`; everything on first use. */
import { postgresTenantDirectory } from "@accession/aws/postgres/postgres-tenant-directory";
import { s3Client } from "@accession/aws/s3/s3-client";
import { s3UploadSigner } from "@accession/aws/s3/s3-upload-signer";
import type { CreateUploadsContext } from "@accession/core/uploads/create-uploads";
import { Resource } from "sst";
import { appPool } from "./composition-postgres.ts";
import { lazy } from "./lazy.ts";
import { pathStyle } from "./path-style.ts";
import { systemClock } from "./system-clock.ts";

/** Needs the links `AppDatabase` and `Uploads`, and s3:PutObject, which bounds what its URLs may write. */
export const createUploadsContext = lazy(
  (): CreateUploadsContext => ({
    tenants: postgresTenantDirectory(appPool()),
    signer: s3UploadSigner(s3Client({ pathStyle: pathStyle() }), Resource.Uploads.name),
    clock: systemClock,
  }),
);
