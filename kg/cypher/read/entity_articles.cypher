MATCH (entity:__KIND__ {id: $id})<-[mentions:MENTIONS]-(article:Article)
RETURN article.id AS id, article.published AS published, article.publisher AS publisher,
  article.title AS title, mentions.count AS mentions, article.url AS url
ORDER BY published DESC, id
LIMIT $limit
