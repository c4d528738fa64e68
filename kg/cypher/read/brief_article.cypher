MATCH (article:Article {id: $article})-[mentions:MENTIONS]->(entity:Entity)
RETURN entity.id AS id, entity.name AS name, mentions.count AS count,
  head([label IN labels(entity) WHERE label <> 'Entity']) AS kind
ORDER BY count DESC, name, id
