MATCH (centre:__KIND__ {id: $id})
OPTIONAL MATCH (centre)-[near]-(other:Entity)
WHERE type(near) <> 'BROADER'
WITH centre, other, max(near.publishers) AS publishers, max(near.claims) AS claims
ORDER BY publishers DESC, claims DESC
WITH centre, collect(other)[..$most] AS others
WITH others + [centre] AS shown
UNWIND shown AS source
MATCH (source)-[relation]->(target:Entity)
WHERE type(relation) <> 'BROADER' AND target IN shown
WITH source, relation, target, relation.publishers AS publishers, relation.claims AS claims
ORDER BY publishers DESC, claims DESC
LIMIT $limit
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
