-- MAC addresses of vNICs on overlays whose first address no network of their own segment has, but one of another segment of the
-- same overlay rule. VXLAN 2 is the system's own.
CREATE FUNCTION foreign_claims(node_ids uuid[]) RETURNS TABLE (node_id uuid, mac_address text) LANGUAGE sql STABLE AS $$
  WITH claim AS (
    SELECT v.node_id, v.mac_address, v.nic_tag_name, v.vxlan_id, v.vlan_id, v.ipv4_addresses[1] AS address
    FROM vm_vnic v WHERE v.node_id = ANY (node_ids) AND v.vxlan_id <> 2 AND v.ipv4_addresses[1] IS NOT NULL
    UNION ALL
    SELECT a.node_id, a.mac_address, a.nic_tag_name, a.vxlan_id, a.vlan_id, a.ipv4_address
    FROM node_address a WHERE a.node_id = ANY (node_ids) AND a.vxlan_id <> 2
  ), stray AS MATERIALIZED (
    SELECT * FROM claim c WHERE NOT EXISTS (
      SELECT 1 FROM network n
      WHERE n.vxlan_id = c.vxlan_id AND n.vlan_id = c.vlan_id AND n.overlay_rule_name = c.nic_tag_name AND n.subnet >>= c.address)
  )
  SELECT DISTINCT s.node_id, s.mac_address FROM stray s WHERE EXISTS (
    SELECT 1 FROM network n
    WHERE n.subnet = ANY (ARRAY(SELECT network(set_masklen(s.address, bits)) FROM generate_series(1, 32) bits))
      AND n.overlay_rule_name = s.nic_tag_name)
$$;
--> statement-breakpoint
-- Claims to MAC addresses as they should be marked, of nodes where they are not.
CREATE FUNCTION wrongly_marked_claims(node_ids uuid[]) RETURNS TABLE (node_id uuid, claims jsonb) LANGUAGE sql STABLE AS $$
  WITH found AS MATERIALIZED (SELECT * FROM foreign_claims(node_ids)),
  marked AS (
    SELECT n.id, n.mac_claims, (
      SELECT jsonb_object_agg(c.key, CASE WHEN f.mac_address IS NULL THEN c.value #- '{address,isForeign}'
        ELSE jsonb_set(c.value, '{address,isForeign}', 'true') END)
      FROM jsonb_each(n.mac_claims) c LEFT JOIN found f ON f.node_id = n.id AND f.mac_address = c.key
    ) AS claims
    FROM node n WHERE n.id = ANY (node_ids) AND n.mac_claims <> '{}'
  )
  SELECT id, claims FROM marked WHERE claims <> mac_claims
$$;
--> statement-breakpoint
-- Locks and writes only nodes whose claims are marked otherwise, all in the same order.
CREATE FUNCTION mark_foreign_claims(node_ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  wrong_ids uuid[] := ARRAY(SELECT node_id FROM wrongly_marked_claims(node_ids));
  written_id uuid;
BEGIN
  PERFORM 1 FROM node WHERE id = ANY (wrong_ids) ORDER BY id FOR UPDATE;
  FOR written_id IN
    UPDATE node SET mac_claims = w.claims, facts_version = facts_version + 1
    FROM wrongly_marked_claims(wrong_ids) w WHERE w.node_id = node.id RETURNING node.id
  LOOP
    PERFORM pg_notify('overmesh_live', json_build_object('topic', 'node', 'id', written_id, 'vdcId', NULL)::text);
  END LOOP;
END $$;
--> statement-breakpoint
-- Of `changed` networks: whose NICs have addresses in them.
CREATE FUNCTION networks_change_claims() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  node_ids uuid[];
BEGIN
  SELECT array_agg(DISTINCT t.node_id) INTO node_ids FROM (
    SELECT v.node_id FROM changed c JOIN vm_vnic v ON v.nic_tag_name = c.overlay_rule_name
      AND v.ipv4_addresses[1] BETWEEN set_masklen(c.subnet::inet, 32) AND set_masklen(broadcast(c.subnet), 32)
    UNION ALL
    SELECT a.node_id FROM changed c JOIN node_address a ON a.nic_tag_name = c.overlay_rule_name
      AND a.ipv4_address BETWEEN set_masklen(c.subnet::inet, 32) AND set_masklen(broadcast(c.subnet), 32)
  ) t;
  IF node_ids IS NOT NULL THEN PERFORM mark_foreign_claims(node_ids); END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER network_added_changes_claims AFTER INSERT ON network
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION networks_change_claims();
--> statement-breakpoint
CREATE TRIGGER network_removed_changes_claims AFTER DELETE ON network
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION networks_change_claims();
--> statement-breakpoint
CREATE FUNCTION moved_networks_change_claims() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  node_ids uuid[];
BEGIN
  SELECT array_agg(DISTINCT v.node_id) INTO node_ids
  FROM before b JOIN after a ON a.id = b.id
    CROSS JOIN LATERAL (VALUES (b.subnet, b.overlay_rule_name), (a.subnet, a.overlay_rule_name)) c (subnet, rule_name)
    JOIN (
      SELECT node_id, nic_tag_name, ipv4_addresses[1] AS address FROM vm_vnic
      UNION ALL SELECT node_id, nic_tag_name, ipv4_address FROM node_address
    ) v ON v.nic_tag_name = c.rule_name
      AND v.address BETWEEN set_masklen(c.subnet::inet, 32) AND set_masklen(broadcast(c.subnet), 32)
  WHERE (b.subnet, b.overlay_rule_name, b.vxlan_id, b.vlan_id) IS DISTINCT FROM (a.subnet, a.overlay_rule_name, a.vxlan_id, a.vlan_id);
  IF node_ids IS NOT NULL THEN PERFORM mark_foreign_claims(node_ids); END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER network_moved_changes_claims AFTER UPDATE ON network
  REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION moved_networks_change_claims();
--> statement-breakpoint
SELECT mark_foreign_claims(ARRAY(SELECT id FROM node));
