UNWIND $articles AS id
MATCH (article:Article {id: id})<-[:STATED_IN]-(claim:Claim)
MATCH (claim)-[:SUBJECT]->(subject:Entity)
MATCH (claim)-[:OBJECT]->(object:Entity)
OPTIONAL MATCH (claim)-[:SCOPE]->(theme:Theme)
WITH article, claim, subject, object, collect(theme.id) AS scope
RETURN article.id AS article, claim.id AS claim, claim.predicate AS predicate,
  claim.status AS status, subject.id AS subject, subject.name AS subject_name,
  object.id AS object, object.name AS object_name, scope
ORDER BY article, claim
