MATCH (entity:__KIND__ {id: $id})-[relation]-(other:Entity)
WHERE type(relation) <> 'BROADER'
  AND NOT type(relation) IN $without
  AND NOT relation.status IN $without
  AND ($since IS NULL OR relation.last_seen >= $since)
  AND ($until IS NULL OR relation.first_seen <= $until)
RETURN type(relation) AS predicate, startNode(relation).id = $id AS outward,
  other.name AS other, head([label IN labels(other) WHERE label <> 'Entity']) AS what,
  relation.status AS status, relation.kind AS kind, relation.confidence AS confidence,
  relation.claims AS claims, relation.publishers AS publishers,
  relation.first_seen AS first_seen, relation.last_seen AS last_seen, other.id AS other_id
ORDER BY publishers DESC, claims DESC, confidence DESC, predicate, other
LIMIT $limit
