MATCH (entity:__KIND__ {id: $id})-[relation]-(other:Entity)
WHERE type(relation) <> 'BROADER'
RETURN type(relation) AS type, startNode(relation).id = $id AS outward, other.name AS other,
  relation.status AS status, relation.kind AS kind, relation.confidence AS confidence,
  relation.claims AS claims, relation.publishers AS publishers,
  relation.first_seen AS first_seen, relation.last_seen AS last_seen
ORDER BY publishers DESC, claims DESC, confidence DESC, type, other
