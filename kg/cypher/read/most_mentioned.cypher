MATCH (entity:Company)<-[:MENTIONS]-(article:Article)
WITH entity, count(article) AS articles, max(article.published) AS latest
RETURN entity.id AS id, entity.name AS name, articles, latest
ORDER BY articles DESC, name
LIMIT $limit
