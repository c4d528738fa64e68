MATCH (article:Article {id: $article})-[about:ABOUT]->(theme:Theme)
RETURN theme.id AS theme, theme.name AS name, about.score AS score,
  theme.capability AS capability
ORDER BY theme
