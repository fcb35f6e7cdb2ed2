/** A tenant's segment of an object key: 1 to 63 lower case letters, digits and inner hyphens. */
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const UPLOAD_KEY = /^tenants\/([^/]*)\/uploads\/(.+)$/s;

/** S3's own limit, in bytes of UTF-8. */
const MAX_KEY_BYTES = 1024;

/** What an object key says. `name` is the uploader's: any characters, and possibly patient data. */
export type ParsedKey =
  | { readonly valid: true; readonly slug: string; readonly name: string }
  | { readonly valid: false; readonly reason: KeyProblem };

/** `outside-uploads`: another path; `malformed-tenant`: the tenant segment breaks the grammar. */
export type KeyProblem = "outside-uploads" | "malformed-tenant";

/**
 * Reads `tenants/{slug}/uploads/{anything}`. The key is raw, as EventBridge and the SDK give it: `+` is a plus and
 * `%20` are three characters.
 */
export function parseObjectKey(key: string): ParsedKey {
  const match = UPLOAD_KEY.exec(key);
  const [, slug, name] = match ?? [];
  if (slug === undefined || name === undefined) return { valid: false, reason: "outside-uploads" };
  if (!SLUG.test(slug)) return { valid: false, reason: "malformed-tenant" };
  return { valid: true, slug, name };
}

/** True for the empty objects that consoles and sync tools write to show a folder. */
export function isFolderMarker(key: string): boolean {
  return key.endsWith("/");
}

/** The key of a tenant's upload, or undefined when S3 could not take it. `name` goes in as it is. */
export function uploadKey(slug: string, name: string): string | undefined {
  const key = `tenants/${slug}/uploads/${name}`;
  const fits = new TextEncoder().encode(key).length <= MAX_KEY_BYTES;
  // S3 clients resolve dot segments as a path does, which would lead out of the tenant's prefix.
  const dots = name.split("/").some((segment) => segment === "." || segment === "..");
  return fits && !dots && !isFolderMarker(key) && parseObjectKey(key).valid ? key : undefined;
}
