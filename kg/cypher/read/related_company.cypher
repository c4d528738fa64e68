MATCH (company:Company {id: $company})-[relation]-(other:Entity)
WHERE relation.status IS NOT NULL AND NOT other:Theme
WITH other, sum(relation.publishers) AS count
MATCH (other)<-[:MENTIONS]-(article:Article)
WHERE article.published <= $until
WITH other, count, count(article) AS articles
RETURN other.id AS id, other.name AS name, count, articles
ORDER BY count DESC, id
LIMIT 30
