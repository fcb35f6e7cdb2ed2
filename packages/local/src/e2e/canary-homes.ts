/**
 * Where patient data lives: the homes of docs/phi.md, place by place, as the search names them. All of them are seen to
 * hold it. The queues `…Undelivered` of S3's rules, `ObjectDeletedDeadLetters` and the archive of the uploads' events hold the same events.
 */
export const HOMES: readonly string[] = [
  "s3 uploads",
  "postgres public.receipt",
  "postgres public.object_removal",
  "postgres public.study",
  "postgres public.study_accession_number",
  "postgres public.series",
  "postgres public.instance",
  "postgres public.expected_procedure",
  "postgres public.study_link_history",
  "dynamodb OrdersData ORDER",
  "dynamodb OrdersData NUMBER",
  "ses/messages",
  "sns/sms-messages",
  "queue Ingest",
  "queue IngestDeadLetters",
  "queue ObjectDeleted",
];
