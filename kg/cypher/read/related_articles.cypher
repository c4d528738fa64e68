UNWIND $articles AS id
MATCH (article:Article {id: id})
OPTIONAL MATCH (article)-[mentions:MENTIONS]->(:Entity)
WITH article, sum(mentions.count) AS mentions
RETURN article.id AS article, article.title AS title, article.published AS published,
  article.publisher AS publisher, article.url AS url, mentions
ORDER BY article
