MATCH (publisher:Publisher {id: $publisher})<-[:PUBLISHED_BY]-(article:Article)
RETURN article.id AS article
ORDER BY article
