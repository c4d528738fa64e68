MATCH (entity:Entity)
WHERE entity.name IN $names
RETURN entity.id AS id
