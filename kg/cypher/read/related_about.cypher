UNWIND $articles AS id
MATCH (article:Article {id: id})-[about:ABOUT]->(theme:Theme)
RETURN article.id AS article, theme.id AS theme, about.score AS score
ORDER BY article, theme
