MATCH (article:Article)
WHERE toLower(article.title) CONTAINS $text OR article.id = $text OR toLower(article.url) = $text
RETURN article.id AS id, article.published AS published, article.publisher AS publisher,
  article.title AS title, article.url AS url
ORDER BY published DESC, id
LIMIT $limit
