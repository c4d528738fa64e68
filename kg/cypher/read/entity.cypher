MATCH (entity:__KIND__ {id: $id})
RETURN entity.id AS id, entity.name AS name
