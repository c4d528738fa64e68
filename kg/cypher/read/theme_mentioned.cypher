MATCH (theme:Theme)<-[:ABOUT]-(article:Article)
WHERE theme.id IN $themes
RETURN true AS mentioned
LIMIT 1
