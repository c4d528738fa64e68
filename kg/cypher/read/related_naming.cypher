UNWIND $entities AS id
MATCH (entity:__KIND__ {id: id})<-[mentions:MENTIONS]-(article:Article)
WHERE article.published <= $until AND article.id <> $article
RETURN article.id AS article, entity.id AS entity, mentions.count AS count
ORDER BY article, entity
