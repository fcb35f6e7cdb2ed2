import { Metrics } from "@aws-lambda-powertools/metrics";

/**
 * Metrics of our own, as lines of the log in CloudWatch's embedded metric format. Each set of dimensions is billed as a metric of
 * its own: the service's name is the only one. Numbers alone: no id belongs here.
 */
export const metrics = new Metrics({ namespace: "Accession" });
