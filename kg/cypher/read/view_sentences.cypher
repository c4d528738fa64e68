UNWIND $ids AS id
MATCH (source:__KIND__ {id: id})<-[:SUBJECT]-(claim:Claim)-[:OBJECT]->(target:Entity)
WHERE target.id IN $among
  AND id + ' ' + claim.predicate + ' ' + target.id IN $drawn
MATCH (claim)-[:STATED_IN]->(article:Article)
WITH id, target, claim, article, claim.published AS day, claim.id AS claim_id
ORDER BY day DESC, claim_id
WITH id, target, claim.predicate AS predicate, collect({
  quote: claim.quote, publisher: article.publisher, published: day, url: article.url
}) AS said
RETURN id AS source, predicate, target.id AS target, said[..$most] AS sentences
