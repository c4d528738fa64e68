UNWIND $ids AS id
MATCH (source:__KIND__ {id: id})-[relation]->(target:Entity)
WHERE type(relation) <> 'BROADER' AND target.id IN $among
WITH source, relation, target, relation.publishers AS publishers, relation.claims AS claims
MATCH (source)<-[:SUBJECT]-(claim:Claim)-[:OBJECT]->(target)
WHERE claim.predicate = type(relation)
MATCH (claim)-[:STATED_IN]->(article:Article)
WITH source, relation, target, publishers, claims, claim, article,
  CASE WHEN claim.status = relation.status THEN 0 ELSE 1 END AS differs,
  claim.published AS published, claim.confidence AS sure, claim.id AS id
ORDER BY differs, published DESC, sure DESC, id
WITH source, relation, target, publishers, claims, head(collect({
  quote: claim.quote, publisher: article.publisher, published: published, url: article.url
})) AS best
RETURN source.id AS source, target.id AS target, type(relation) AS predicate,
  relation.status AS status, relation.kind AS kind, relation.confidence AS confidence,
  claims, publishers, relation.first_seen AS first_seen, relation.last_seen AS last_seen,
  best.quote AS quote, best.publisher AS publisher, best.published AS published, best.url AS url
