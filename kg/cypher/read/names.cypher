MATCH (entity:__KIND__)
RETURN entity.id AS id, entity.name AS name, entity.aliases AS aliases
