import { SYSTEM_SLUG } from "./verify-objects.ts";
import type { TenantList } from "./walk-tenants.ts";

const AT_A_TIME = 1000;

/** The slugs of all tenants but the system's own. */
export async function allSlugs(tenants: Pick<TenantList, "after">): Promise<readonly string[]> {
  const slugs: string[] = [];
  let last: string | undefined;
  for (;;) {
    const some = await tenants.after(last, AT_A_TIME);
    slugs.push(...some.map(({ slug }) => slug).filter((slug) => slug !== SYSTEM_SLUG));
    last = some.at(-1)?.id;
    if (last === undefined) return slugs;
  }
}
