MATCH (company:Company {id: $company})<-[:MENTIONS]-(article:Article)
WHERE article.published > $since AND article.published <= $until
OPTIONAL MATCH (article)-[:ABOUT]->(topic:Theme)
WHERE topic.id IN $theme
WITH article, count(topic) > 0 AS about
RETURN count(article) AS mentioning, sum(CASE WHEN about THEN 1 ELSE 0 END) AS within,
  count(DISTINCT article.publisher) AS publishers
