-- Whether a node may be asked now: nobody else asks it, and fewer of its PDC's nodes are being asked than may be. Whoever
-- calls waits until the others who take from that PDC are through; each query in a volatile function sees what they have
-- committed, which the statement that calls it does not. So the answer holds until the transaction ends.
CREATE FUNCTION may_ask_node(asked_id uuid, claim_lock integer, usual_at_once_max integer)
RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  asked_pdc text;
BEGIN
  SELECT CASE WHEN host_key_confirmed_at IS NOT NULL THEN reported_pdc_name END INTO asked_pdc
  FROM node WHERE id = asked_id;
  PERFORM pg_advisory_xact_lock(claim_lock, hashtext(coalesce(asked_pdc, '')));
  RETURN (
    SELECT count(*) < coalesce(
        (SELECT refreshes_at_once_max FROM pdc_schedule WHERE pdc_name = asked_pdc),
        usual_at_once_max
      )
      AND coalesce(bool_and(node.id <> asked_id), true)
    FROM (
      SELECT node_id FROM node_refresh WHERE state IN ('connecting', 'collecting', 'parsing', 'storing')
      UNION ALL
      SELECT node_id FROM ssh_key_check WHERE state = 'checking'
    ) being_asked
    JOIN node ON node.id = being_asked.node_id
    WHERE (CASE WHEN node.host_key_confirmed_at IS NOT NULL THEN node.reported_pdc_name END)
      IS NOT DISTINCT FROM asked_pdc
  );
END
$$;
