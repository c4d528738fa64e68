MATCH (article:Article)
RETURN max(article.published) AS day
