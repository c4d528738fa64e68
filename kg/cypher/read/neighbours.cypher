MATCH (centre:__KIND__ {id: $id})-[near]-(other:Entity)
WHERE type(near) <> 'BROADER'
WITH other.id AS id, max(near.publishers) AS publishers, max(near.claims) AS claims
ORDER BY publishers DESC, claims DESC, id
WITH collect(id) AS ids
RETURN ids[..$most] AS ids, size(ids) AS neighbours
