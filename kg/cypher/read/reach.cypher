UNWIND $articles AS id
MATCH (article:Article {id: id})<-[:STATED_IN]-(claim:Claim)-[:SUBJECT|OBJECT]->(company:Company)
OPTIONAL MATCH (claim)-[:SCOPE]->(theme:Theme)
RETURN company.id AS company, company.name AS name, theme.name AS theme,
  count(DISTINCT claim) AS claims
ORDER BY claims DESC, name, theme
LIMIT 20
