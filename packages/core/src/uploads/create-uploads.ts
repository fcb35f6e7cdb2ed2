import type { Clock } from "../clock.ts";
import { AppError } from "../errors.ts";
import { uploadKey } from "../ingestion/object-key.ts";
import type { TenantDirectory } from "../tenants/tenant-directory.ts";

/** The most files of one request. */
export const MAX_UPLOADS = 1000;
/** Long enough for a queue of files on a slow line, and shorter than the credentials that sign. */
export const UPLOAD_URL_SECONDS = 900;

/** A file that shall become an object. `name` is what follows the tenant's prefix in its key. */
export interface UploadRequest {
  readonly name: string;
  /** Bytes: the upload then must have exactly so many. */
  readonly contentLength?: number | undefined;
}

/** Whoever has the URL may write this one object until it expires. */
export interface UploadSlot {
  readonly key: string;
  readonly url: string;
  readonly expiresAt: Date;
}

/** Signs URLs with which one object can be written by PUT. */
export interface UploadSigner {
  sign(key: string, options: { contentLength: number | undefined; seconds: number }): Promise<string>;
}

export interface CreateUploadsContext {
  readonly tenants: TenantDirectory;
  readonly signer: UploadSigner;
  readonly clock: Clock;
}

/**
 * One presigned URL per file, in the same order, all under the tenant's own prefix. Throws `upload.invalid-name` (422)
 * with a pointer to each name that cannot be a key, and `tenant.unknown` (403) for a token of a tenant that is no more.
 */
export async function createUploads(
  context: CreateUploadsContext,
  tenantId: string,
  files: readonly UploadRequest[],
): Promise<readonly UploadSlot[]> {
  const tenant = await context.tenants.byId(tenantId);
  if (tenant === undefined)
    throw new AppError("denied", "tenant.unknown", "The token's tenant does not exist.");
  const keys = files.map(({ name }) => uploadKey(tenant.slug, name));
  const issues = keys.flatMap((key, index) =>
    key === undefined ? [{ pointer: `/files/${index}/name`, code: "invalid-name", detail: NAME_RULE }] : [],
  );
  if (issues.length > 0) {
    throw new AppError("unprocessable", "upload.invalid-name", "A name cannot be part of a key.", { issues });
  }
  const expiresAt = new Date(context.clock.now().getTime() + UPLOAD_URL_SECONDS * 1000);
  return Promise.all(
    files.map(async ({ contentLength }, index) => {
      const key = keys[index] ?? "";
      return {
        key,
        expiresAt,
        url: await context.signer.sign(key, { contentLength, seconds: UPLOAD_URL_SECONDS }),
      };
    }),
  );
}

const NAME_RULE = "must not be a folder, hold the segments . or .., or be longer than a key of S3 can be";
