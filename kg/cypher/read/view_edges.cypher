MATCH (source:Entity)-[relation]->(target:Entity)
WHERE type(relation) <> 'BROADER'
WITH source, relation, target, relation.evidence AS quoted
ORDER BY relation.publishers DESC, relation.claims DESC
LIMIT $limit
MATCH (best:Claim {id: quoted})-[:STATED_IN]->(article:Article)
RETURN source.id AS source, target.id AS target, type(relation) AS predicate,
  relation.status AS status, relation.kind AS kind, relation.confidence AS confidence,
  relation.claims AS claims, relation.publishers AS publishers,
  relation.first_seen AS first_seen, relation.last_seen AS last_seen,
  best.quote AS quote, article.publisher AS publisher, best.published AS published,
  article.url AS url
