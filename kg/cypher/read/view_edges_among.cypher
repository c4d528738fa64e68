UNWIND $ids AS id
MATCH (source:__KIND__ {id: id})<-[:SUBJECT]-(claim:Claim)-[:OBJECT]->(target:Entity)
WHERE target.id IN $among
  AND id + ' ' + claim.predicate + ' ' + target.id IN $drawn
WITH source, target, claim.predicate AS predicate, collect(claim) AS told
MATCH (source)-[relation]->(target)
WHERE type(relation) = predicate
UNWIND told AS claim
WITH source, relation, target, claim,
  CASE WHEN claim.status = relation.status THEN 0 ELSE 1 END AS differs,
  claim.published AS published, claim.confidence AS sure, claim.id AS id
ORDER BY differs, published DESC, sure DESC, id
WITH source, relation, target, head(collect(claim)) AS best
MATCH (best)-[:STATED_IN]->(article:Article)
RETURN source.id AS source, target.id AS target, type(relation) AS predicate,
  relation.status AS status, relation.kind AS kind, relation.confidence AS confidence,
  relation.claims AS claims, relation.publishers AS publishers,
  relation.first_seen AS first_seen, relation.last_seen AS last_seen,
  best.quote AS quote, article.publisher AS publisher, best.published AS published,
  article.url AS url
