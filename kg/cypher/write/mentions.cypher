UNWIND $rows AS row
MATCH (article:Article {id: row.article})
MATCH (entity:__KIND__ {id: row.entity})
MERGE (article)-[mentions:MENTIONS]->(entity)
SET mentions.count = row.count
