UNWIND $rows AS row
MATCH (article:Article {id: row.article})
MATCH (publisher:Publisher {id: row.publisher})
MERGE (article)-[:PUBLISHED_BY]->(publisher)
