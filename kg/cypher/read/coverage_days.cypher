MATCH (company:Company {id: $company})<-[:MENTIONS]-(article:Article)
WHERE $as_of IS NULL OR article.published <= $as_of
OPTIONAL MATCH (article)-[:ABOUT]->(topic:Theme)
WHERE topic.id IN $theme
WITH company, article, count(topic) > 0 AS about
OPTIONAL MATCH (article)<-[:STATED_IN]-(said:Claim)-[:SUBJECT|OBJECT]->(company)
WHERE $theme IS NOT NULL AND NOT about
  AND EXISTS { MATCH (said)-[:SCOPE|OBJECT]->(theme:Theme) WHERE theme.id IN $theme }
WITH article, about, count(said) AS claims, article.published AS published, article.id AS id
ORDER BY published, id
RETURN id AS article, published, article.publisher AS publisher,
  $theme IS NULL OR about OR claims > 0 AS near
