MATCH (entity:Entity)
RETURN entity.id AS id, entity.name AS name
