MATCH (claim:Claim {id: $id})-[:STATED_IN]->(article:Article)
RETURN article.id AS article
