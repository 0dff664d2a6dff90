-- Rows come and go; nobody changes the id of one. Everyone locks counters in the same order, large blocks first.
CREATE FUNCTION count_taken_vxlans() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO vxlan_block AS known (size, block, taken_count)
  SELECT s.size, t.vxlan_id / s.size, count(*)
  FROM taken t CROSS JOIN (VALUES (100000), (1000)) AS s (size)
  GROUP BY 1, 2 ORDER BY 1 DESC, 2
  ON CONFLICT (size, block) DO UPDATE SET taken_count = known.taken_count + excluded.taken_count;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_given_back_vxlans() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM vxlan_block b
  WHERE (b.size, b.block) IN (
    SELECT s.size, g.vxlan_id / s.size FROM given_back g CROSS JOIN (VALUES (100000), (1000)) AS s (size)
  )
  ORDER BY b.size DESC, b.block FOR UPDATE;
  UPDATE vxlan_block b SET taken_count = b.taken_count - g.given_back_count
  FROM (
    SELECT s.size, g.vxlan_id / s.size AS block, count(*) AS given_back_count
    FROM given_back g CROSS JOIN (VALUES (100000), (1000)) AS s (size)
    GROUP BY 1, 2
  ) g
  WHERE b.size = g.size AND b.block = g.block;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION forget_taken_vxlans() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM vxlan_block;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER vxlan_taken AFTER INSERT ON vxlan
  REFERENCING NEW TABLE AS taken FOR EACH STATEMENT EXECUTE FUNCTION count_taken_vxlans();
--> statement-breakpoint
CREATE TRIGGER vxlan_given_back AFTER DELETE ON vxlan
  REFERENCING OLD TABLE AS given_back FOR EACH STATEMENT EXECUTE FUNCTION count_given_back_vxlans();
--> statement-breakpoint
CREATE TRIGGER vxlan_emptied AFTER TRUNCATE ON vxlan FOR EACH STATEMENT EXECUTE FUNCTION forget_taken_vxlans();
--> statement-breakpoint
INSERT INTO vxlan_block (size, block, taken_count)
SELECT s.size, v.vxlan_id / s.size, count(*)
FROM vxlan v CROSS JOIN (VALUES (100000), (1000)) AS s (size)
GROUP BY 1, 2;
