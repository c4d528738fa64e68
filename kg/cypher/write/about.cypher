UNWIND $rows AS row
MATCH (article:Article {id: row.article})
MATCH (theme:Theme {id: row.theme})
MERGE (article)-[about:ABOUT]->(theme)
SET about.score = row.score
