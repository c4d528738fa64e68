MATCH (article:Article {id: $article})<-[:STATED_IN]-(claim:Claim)
MATCH (claim)-[:SUBJECT]->(subject:Entity)
MATCH (claim)-[:OBJECT]->(object:Entity)
OPTIONAL MATCH (claim)-[:SCOPE]->(theme:Theme)
WITH claim, subject, object, collect(theme.name) AS scope
RETURN claim.id AS claim, claim.predicate AS predicate, claim.status AS status,
  claim.confidence AS confidence, claim.quote AS quote, subject.id AS subject,
  subject.name AS subject_name, object.id AS object, object.name AS object_name, scope
ORDER BY confidence DESC, claim
