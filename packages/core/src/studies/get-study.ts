import { AppError } from "../errors.ts";
import type { Page, PageRequest } from "../paging.ts";
import type { Instance, Series, Study, StudyDirectory } from "./study-directory.ts";

export interface StudyWithContents {
  readonly study: Study;
  readonly series: readonly Series[];
  /** One page of the instances of all series. */
  readonly instances: Page<Instance>;
}

/** A study with its series and a page of its instances. Throws `study.not-found`, also for another tenant's. */
export async function getStudy(
  studies: StudyDirectory,
  tenantId: string,
  studyId: string,
  page: PageRequest,
): Promise<StudyWithContents> {
  const found = await studies.get(tenantId, studyId);
  if (found === undefined) throw new AppError("not-found", "study.not-found", "There is no such study.");
  return { ...found, instances: await studies.instances(tenantId, studyId, page) };
}
