MATCH (article:Article)
WHERE article.published <= $until
RETURN count(article) AS articles
