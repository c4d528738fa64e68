UNWIND $rows AS row
MATCH (article:Article {id: row.article})
MATCH (theme:Theme {id: row.theme})
CREATE (article)-[:ABOUT {score: row.score}]->(theme)
