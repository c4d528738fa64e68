MATCH (centre:__KIND__ {id: $id})-[near]-(other:Entity)
WHERE type(near) <> 'BROADER'
WITH other.id AS id, max(near.publishers) AS publishers, max(near.claims) AS claims
ORDER BY publishers DESC, claims DESC, id
LIMIT $most
RETURN id
