-- Writers wait for each other before they take an id, so that ids become visible in their own order: who has read up to one
-- has missed none below it.
CREATE FUNCTION notice_new_warnings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM opened WHERE resolved_at IS NULL) THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock(4789002);
  INSERT INTO warning_notice (warning_id, kind, is_reviewed, at)
  SELECT id, 'opened', false, changed_at FROM opened WHERE resolved_at IS NULL ORDER BY id;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- An acknowledgement ends with the warning, so what was reviewed is asked of the row before. A severity's place says how bad
-- it is.
CREATE FUNCTION notice_changed_warnings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  severities constant text[] := ARRAY['critical', 'warning', 'info'];
  news jsonb;
BEGIN
  SELECT jsonb_agg(to_jsonb(n) ORDER BY n.warning_id) INTO news
  FROM (
    SELECT a.id AS warning_id,
      CASE
        WHEN b.resolved_at IS NULL AND a.resolved_at IS NOT NULL THEN 'resolved'
        WHEN b.resolved_at IS NOT NULL AND a.resolved_at IS NULL THEN 'reopened'
        WHEN a.resolved_at IS NOT NULL THEN NULL
        WHEN array_position(severities, a.severity) < array_position(severities, b.severity) THEN 'worsened'
        WHEN b.snoozed_until <= a.changed_at AND a.snoozed_until IS NULL THEN 'still-open'
      END AS kind,
      coalesce(b.snoozed_until > a.changed_at, false)
        OR (b.acknowledged_at IS NOT NULL AND coalesce(b.acknowledged_until > a.changed_at, true)) AS is_reviewed,
      b.root_cause_id,
      a.changed_at AS at
    FROM before_it b JOIN after_it a USING (id)
    WHERE (b.resolved_at IS NULL) <> (a.resolved_at IS NULL)
      OR b.severity <> a.severity
      OR (b.snoozed_until IS NOT NULL AND a.snoozed_until IS NULL)
  ) n
  WHERE n.kind IS NOT NULL;
  IF news IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock(4789002);
  INSERT INTO warning_notice (warning_id, kind, is_reviewed, root_cause_id, at)
  SELECT n.warning_id, n.kind, n.is_reviewed AND n.kind NOT IN ('worsened', 'still-open'), n.root_cause_id, n.at
  FROM jsonb_to_recordset(news) AS n (warning_id uuid, kind text, is_reviewed boolean, root_cause_id uuid, at timestamptz);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER warning_opened_notice AFTER INSERT ON warning
  REFERENCING NEW TABLE AS opened FOR EACH STATEMENT EXECUTE FUNCTION notice_new_warnings();
--> statement-breakpoint
CREATE TRIGGER warning_changed_notice AFTER UPDATE ON warning
  REFERENCING OLD TABLE AS before_it NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION notice_changed_warnings();
