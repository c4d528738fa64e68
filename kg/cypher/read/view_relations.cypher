// In the columns of view_edges_among, without the sentences: of many relations, few are drawn.
UNWIND $ids AS id
MATCH (source:__KIND__ {id: id})-[relation]->(target:Entity)
WHERE target.id IN $among AND type(relation) <> 'BROADER'
RETURN id AS source, target.id AS target, type(relation) AS predicate,
  relation.status AS status, relation.kind AS kind, relation.confidence AS confidence,
  relation.claims AS claims, relation.publishers AS publishers,
  relation.first_seen AS first_seen, relation.last_seen AS last_seen,
  null AS quote, null AS publisher, null AS published, null AS url
