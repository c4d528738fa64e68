UNWIND $rows AS row
MERGE (entity:__KIND__ {id: row.id})
SET entity:Entity, entity = row
