UNWIND $rows AS row
MATCH (entity:__KIND__ {id: row.id})
DETACH DELETE entity
