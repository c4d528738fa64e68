MATCH (theme:Theme)<-[:ABOUT]-(article:Article)
WHERE theme.id IN $themes
RETURN article.id AS article
LIMIT 1
