UNWIND $rows AS row
MATCH (article:Article {id: row.article})
MATCH (entity:__KIND__ {id: row.entity})
CREATE (article)-[:MENTIONS {count: row.count}]->(entity)
