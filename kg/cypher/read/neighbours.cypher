MATCH (centre:__KIND__ {id: $id})-[near]-(other:Entity)
WHERE type(near) <> 'BROADER'
RETURN count(DISTINCT other) AS neighbours
