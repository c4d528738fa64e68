UNWIND $companies AS id
MATCH (company:Company {id: id})<-[:SUBJECT|OBJECT]-(:Claim)-[:STATED_IN]->(article:Article)
WHERE NOT article.id IN $without
RETURN DISTINCT article.id AS article, article.title AS title, article.published AS published
ORDER BY published DESC, article
LIMIT 10
