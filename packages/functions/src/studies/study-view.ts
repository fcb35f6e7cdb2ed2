import { toPublicId } from "@accession/core/ids";
import type { Instance, Series, Study } from "@accession/core/studies/study-directory";

/** A study as the API shows it. */
export function studyView(study: Study) {
  return {
    ...study,
    id: toPublicId("study", study.id),
    firstArrivedAt: study.firstArrivedAt.toISOString(),
    lastArrivedAt: study.lastArrivedAt.toISOString(),
    completedAt: study.completedAt?.toISOString(),
    retiredAt: study.retiredAt?.toISOString(),
  };
}

/** The series with those of their instances that are on the page. */
export function seriesViews(series: readonly Series[], instances: readonly Instance[]) {
  const bySeries = Map.groupBy(instances, (instance) => instance.seriesId);
  return series.map(({ id, ...rest }) => ({
    ...rest,
    instances: (bySeries.get(id) ?? []).map(instanceView),
  }));
}

function instanceView({ id: _id, seriesId: _seriesId, receiptId, fileGone, ...instance }: Instance) {
  return {
    ...instance,
    receiptId: toPublicId("receipt", receiptId),
    ...(fileGone && { fileGone: { as: fileGone.as, at: fileGone.at.toISOString() } }),
  };
}
