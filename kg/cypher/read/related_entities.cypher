MATCH (article:Article {id: $article})-[mentions:MENTIONS]->(entity:Entity)
WHERE NOT entity:Theme
MATCH (entity)<-[:MENTIONS]-(other:Article)
WHERE other.published <= $until
WITH entity, mentions, count(other) AS articles
RETURN entity.id AS id, entity.name AS name, mentions.count AS count, articles
ORDER BY id
